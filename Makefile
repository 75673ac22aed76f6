# What one does every day, in one word each. Needs Rust, Node.js with npm, and Python 3; nothing else.

CARGO ?= cargo
# Data sets that are not part of this repository; what uses them is skipped, and says so, where they are absent.
SHARED ?= ../shared
EXAMPLES := completejourney online_retail_ii cdnow
CUSTOMERS ?= 20000
TRANCHE := target/release/tranche

HAS_NEXTEST := $(shell $(CARGO) nextest --version >/dev/null 2>&1 && echo yes)
HAS_DENY := $(shell $(CARGO) deny --version >/dev/null 2>&1 && echo yes)

BROWSER := crates/tranche/tests/browser

.PHONY: help build demo test test-long test-rust test-browser browser screens example bench lint deny

help: ## Says what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	|| grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

build: ## Builds the program: target/release/tranche
	$(CARGO) build --release --locked -p tranche

demo: build ## Makes (anew) a shop of 20 000 customers in ./demo-base and shows its segments (CUSTOMERS=N for another size)
	@rm -rf demo-base
	$(TRANCHE) --base demo-base demo --customers $(CUSTOMERS)

test: test-rust test-browser example ## Runs the quick tests

test-rust:
ifeq ($(HAS_NEXTEST),yes)
	$(CARGO) nextest run --locked --workspace
	$(CARGO) test --locked --workspace --doc --quiet
else
	$(CARGO) test --locked --workspace --quiet
endif

test-browser: browser ## Drives the pages in Chromium
	$(CARGO) build --locked -p tranche
	cd $(BROWSER) && node --test .

# Debian's Chromium, and what drives it.
browser:
	@command -v chromium >/dev/null || (apt-get update -q && apt-get install -qy --no-install-recommends chromium)
	@cd $(BROWSER) && npm ci --ignore-scripts --no-audit --no-fund --silent

screens: build browser ## Takes the pictures of every page anew: docs/screens/
	cd $(BROWSER) && TRANCHE=$(abspath $(TRANCHE)) node screens.mjs

# The tests have built the program, without optimisation; the examples are quick enough for it.
example: ## Compares the examples with the results of other programs
	@for name in $(EXAMPLES); do \
		if [ -d "$(SHARED)/data/$$name" ]; then \
			TRANCHE=target/debug/tranche python3 examples/$$name/run "$(SHARED)/data/$$name" || exit 1; \
		else \
			echo "Skipped: examples/$$name needs the data in $(SHARED)/data/$$name, which is not there."; \
		fi; \
	done

test-long: build ## Runs many more random cases and the speed workload with 100 000 customers
ifeq ($(HAS_NEXTEST),yes)
	TRANCHE_LONG=1 $(CARGO) nextest run --locked --workspace --release --profile long
else
	TRANCHE_LONG=1 $(CARGO) test --locked --workspace --release --quiet
endif
	bench/run 100000

bench: build ## Measures import and evaluation beside DuckDB with 1 000 000 customers
	bench/run

lint: deny ## Checks format, lints, documentation and dependencies
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps --quiet

deny:
ifeq ($(HAS_DENY),yes)
	$(CARGO) deny check licenses bans sources
else
	@echo "Skipped: cargo-deny is not installed, so licences and sources of dependencies are not checked."
endif
