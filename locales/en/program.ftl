### Every sentence that tranche says in English. `fr.ftl` has the same keys with the same words to fill in.

## Months
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Types, and things expected
type-text = text
type-category = category
type-number = number
type-money = money
type-bool = true or false
type-date = date
type-instant = moment
type-duration = duration
type-text-list = list of texts
type-point = point
type-list = list
type-text-or-list = text or list
expected-value = a value
expected-name = a name
expected-text = a text in 'quotes'
expected-number = a number

## Problems in a definition
problem-here = here
problem-typed = what you typed
problem-did-you-mean = did you mean { $names }?
problem-unknown-attribute = There is no attribute “{ $name }”.
problem-unknown-field = Rows of “{ $stream }” have no field “{ $name }”.
problem-unknown-stream = There is no stream “{ $name }”.
problem-unknown-segment = There is no segment “{ $name }”.
problem-unknown-channel = There is no channel “{ $name }”.
problem-unknown-segmentation = There is no segmentation “{ $name }”.
problem-part-twice = The part “{ $reason }” stands twice in this segmentation.
problem-added-and-removed = “{ $reason }” is both added and removed by hand.
problem-unknown-list = There is no list “{ $name }”.
problem-unknown-calendar = There is no calendar “{ $name }”.
problem-no-calendars = The base has no calendars, so that “{ $name }” says nothing: import them into the reference table “calendars” (name, starts_on, ends_on) first.
problem-ambiguous-name = “{ $name }” could be any of { $names }: write the whole name.
problem-unexpected = “{ $found }” cannot stand here; expected: { $expected }.
problem-text-ends = Something is missing at the end; expected: { $expected }.
problem-written-elsewhere = “{ $found }” is written otherwise here: { $instead }.
problem-other-quotes = A text stands in straight single quotes: { $instead } in place of { $found }.
problem-unquoted-text = There is nothing called “{ $name }”. If it is a text, put it in quotes: '{ $name }'.
problem-keyword = “{ $found }” is a word of the language; expected here: { $expected }. If it is a name, put it in `back-quotes`.
problem-count-of-all = Say what is counted: count(order), for example, in place of count(*).
problem-sql = This is a query in SQL. Write the condition alone, such as: country = 'FR' and count(order) >= 3.
problem-contradiction = Nobody can match “{ $text }”: its conditions exclude one another. Change one of them, or join them with “or”.
problem-never = Nobody can match “{ $text }”: no value is like that. Change the values compared.
problem-always = “{ $text }” holds whatever the data, so that it chooses nobody. Take it out, or change the values compared.
problem-compared-with-itself = “{ $text }” asks nothing of anybody: both sides are written out, or the same. Compare a value of the customer with another one.
problem-listed-twice = { $text } stands twice in the list: take one of them out.
problem-unknown-character = The character “{ $character }” means nothing here: take it out.
problem-text-not-closed = This text is not closed: a quote ' is missing.
problem-name-not-closed = This name is not closed: a back-quote ` is missing.
problem-not-a-number = “{ $text }” is no number; a name that starts with a digit stands in `back-quotes`.
problem-number-too-long = “{ $text }” is too long a number: at most 20 digits may stand before the point.
problem-not-a-count = { $number } is not a whole number from 1 to { $limit }.
problem-not-a-date = “{ $text }” is no date; write 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00:00Z.
problem-not-a-day = “{ $text }” is a moment; a day such as 2026-03-01 is needed here.
problem-not-a-period = A calendar has no period of one { $unit }: use week, month, quarter or year (or “over last 3 hours” for a length of time).
problem-bad-hours = Hours go from 0 to 23 up to 24, and differ: “at hours 6 to 12”, or past midnight “at hours 22 to 6”.
problem-not-fiscal = A fiscal period is a year or a quarter: “this fiscal year”, “last 2 fiscal quarters”.
problem-hours-of-a-day = An anniversary is a whole day: the hours say nothing here. Leave out “at hours …”; weekdays may stay.
problem-too-deep = This is nested deeper than { $limit } levels.
problem-too-large = A definition may be { $depth } levels deep and hold { $nodes } nodes; this one is larger.
problem-wrong-type = This is of type { $found }; { $expected } is needed here.
problem-not-comparable = { $left } cannot be compared with { $right }.
problem-no-order = Values of type { $type } are equal or not; none is greater than another.
problem-bad-arithmetic = { $left } { $operator } { $right } makes no sense.
problem-empty-list = The list is empty.
problem-not-a-constant = Only values written out can stand in a list.
problem-empty-text = A text of nothing but spaces is never found; use “is unknown” to find missing values.
problem-too-many-places = “{ $text }” has more than six decimal places.
problem-no-length = “{ $text }” has no fixed length; use days or weeks.
problem-column-twice = “{ $name }” is asked for twice: give one of them a name of its own.
problem-not-in-rows = “{ $form }” is about a whole customer; it cannot stand in a filter on rows.
problem-only-in-rows = “{ $form }” is about a row: it stands inside a filter, as in any(cart_add where { $form } order).
problem-rows-without-field = “{ $form }” is about rows, not about one of their fields.
problem-needs-field = “{ $form }” needs a field: write { $stream }.amount, for example, in place of { $stream }.
problem-not-of-days = “{ $form }” cannot be taken of days or gaps.
problem-fold-type = “{ $form }” cannot be taken of values of type { $type }.
problem-bad-pattern = This is no regular expression: { $reason }
problem-bad-text-test = This test of a text cannot be written so.
problem-bad-window = “{ $window }” is no window of time.
problem-window-backwards = This window ends before it starts.
problem-bad-quantile = A quantile has from 2 to { $limit } parts, not { $parts }.
problem-not-sayable = This tree cannot be written as text: a value in it is not as text would have it.
problem-too-few-operands = “and” and “or” join at least two tests.
problem-bad-count-of = Of { $all } tests, “{ $number }” says nothing: it is always true or never.
problem-not-a-point = “{ $text }” is no place: write latitude and longitude in degrees, such as (48.8566, 2.3522).
problem-rows-to-come = Rows that are to come are not known: “within next” is for dates of the profile.
problem-other-period = “every { $unit }” goes with “last 6 { $units }”: the periods are those counted.
problem-needs-window = “{ $form }” needs a window: write { $stream } over last 30 days, for example, in place of { $stream }.
problem-how-long = This window has no length: say how long the silence is, such as “after 6 months”.
problem-not-of-relatives = “{ $form }” cannot stand here: a test put to relatives, or a membership over time, is not itself about relatives.
problem-not-in-history = “{ $form }” cannot stand in “was (…)”, which looks at values of the profile alone.
problem-not-an-attribute = Only an attribute of the profile can change.
problem-not-a-share = { $percent }% is no share of the customers: write more than 0% and at most 100%, with at most six decimal places.
problem-no-sentence = A definition in words begins with: { $expected }.
problem-sentence = This sentence cannot be understood from “{ $found }” on; expected: { $expected }.
problem-sentence-ends = This sentence ends too soon; expected: { $expected }.
expected-quote = a text in “quotes”
expected-day = a day
problem-bad-segment-file = This is no segment file: { $reason }
problem-bad-segment-id = “{ $reason }” cannot be a segment's id: use letters, digits, dashes and underscores.

## Things that failed
failed-no-base = There is no base in { $dir }. Make one with “tranche --base { $dir } init”, or try everything with “tranche --base { $dir } demo”.
failed-already-there = { $dir } already holds a base.
failed-newer-format = { $dir } was written by a later version of tranche (format { $found }; this one reads up to { $known }). Install the later version.
failed-busy = Another program is writing to { $dir }. Try again when it has finished.
failed-disk-full = The disk is full. The base is as it was before; make room, then do the same again.
failed-stopped = { $file } could not be made durable, so nothing more is written. Check the disk, then start again: the base opens as of the last import that was confirmed.
failed-damaged = { $file } is damaged: { $detail }
failed-store = The base could not be read or written: { $detail }
failed-file = { $file }: { $detail }
failed-instant = “{ $text }” is no instant; write 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00:00Z.
failed-day = “{ $text }” is no day; write 2026-03-01.
failed-history-dates = The first day, { $from }, comes after the last one, { $to }.
failed-history-many = A history has at most { $most } dates; choose a longer step or fewer years.
failed-far-membership = The membership is asked about over { $midnights } days, each with places in the base of its own. All of them are needed here, and those of { $most } days fit the { $mebibytes } MiB granted to them. Ask about a shorter window, compare places with constants (“percentile(…) > 90%”), or grant more memory (TRANCHE_MEMORY).
failed-memory-too-little = TRANCHE_MEMORY is { $text } MiB, which is less than imports and evaluations need: say { $least } at least, or leave it unset.
failed-memory-unreadable = TRANCHE_MEMORY is “{ $text }”: say a whole number of MiB, { $least } at least, or leave it unset.
failed-timezone = There is no time zone “{ $timezone }”; write an IANA name such as Europe/Paris.
failed-currency = “{ $currency }” is no currency code; write three letters such as EUR.
failed-unknown-customer = No customer has the id “{ $id }”.
failed-explain-visitor = “{ $id }” is a visitor who is no customer yet: only customers are in segments.
failed-nothing-to-unmerge = Nothing is linked by “{ $what }”. “tranche identity ID” shows the links of a customer, with their numbers.
failed-defined-twice = “{ $id }” is the name of a segment and of a segmentation: give one of them another file name.
failed-not-a-folder = { $dir } is no folder. Definitions are read by the folder: give the one that holds the files.
failed-no-segments = There is no definition (*.toml) in { $dir }.
failed-relatives-apart = “{ $name }” is about relatives: it cannot stand in a test put to relatives, nor in a membership over time.
failed-relatives-apart-in = In “{ $id }”: “{ $name }” is about relatives, so that it cannot stand in a test put to relatives, nor in a membership over time.
failed-circle = Segments name one another in a circle: { $circle }.
failed-no-mapping = The mapping { $mapping } says nothing of { $file }; it knows { $patterns }.
failed-nothing-found = Nothing to import was found in { $where }.
failed-name-twice = { $file }: the name “{ $name }” stands there twice.
failed-write-where = There is no file “{ $text }” to write into.
failed-definition-line = { $file }: a line must read “name: definition”, not “{ $line }”.

## Commands: their help
cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
mistyped-argument = There is no argument “{ $argument }” here.
mistyped-command = There is no command “{ $command }”.
mistyped-missing = Something is missing: { $arguments }
mistyped-no-command = A command is missing.
mistyped-value = “{ $value }” does not fit { $argument }; possible: { $values }
mistyped-conflict = { $argument } and { $other } exclude one another.
mistyped-line = This command line cannot be read.
mistyped-see-help = --help says more.
cli-tranche = Customer segmentation: load what you know of your customers, say who you mean, see who they are.
cli-tranche-example =
    Try it on a made-up shop:  tranche demo
cli-arg-base = Folder of the base (default: tranche-base)
cli-arg-json = Answer in JSON
cli-arg-lang = Language of the answers: en or fr (default: the system's)
cli-arg-help = Show help
cli-arg-version = Show the version
cli-arg-as-of = Instant of the question: 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00:00Z (default: now)
cli-arg-known-at = Knowledge of the question: only what was received by this instant counts (default: everything)
cli-arg-cut-offs = Cut-offs of the whole base: in-force (as of the last local midnight; default) or exact (as of the instant itself)
cli-arg-among = Of whom: customers (default), visitors (anonymous, linked to no customer) or everyone; shares and comparisons are of those asked
cli-init = Make an empty base
cli-init-example = Example:  tranche --base shop init --timezone Europe/Paris --currency EUR --name "My shop"
cli-init-arg-timezone = Time zone of the business (default: Europe/Paris)
cli-init-arg-currency = Currency of the business (default: EUR)
cli-init-arg-name = Name of the business
cli-init-arg-fiscal-start = First month of the fiscal year, 1 to 12 (default: 1, January)
cli-import = Take files in: CSV, Excel, OpenDocument, JSON or Parquet, by a mapping file
cli-import-example = Example:  tranche import --mapping shop.toml customers.csv orders.csv
cli-import-arg-files = Files to import: each by itself, folders, zip archives, or patterns such as "exports/*.csv"
cli-import-arg-mapping = What the columns stand for (see docs/reference/mapping.md)
cli-import-arg-shape = Instead of a mapping: “tracking” for files of messages (identify, track, page, screen, group, alias), one JSON object a line
cli-import-arg-guess = Instead of importing, propose a mapping for the files and print it
cli-schema = Show the words of the base: attributes, streams, reference tables and their types
cli-schema-example = Example:  tranche schema --all
cli-schema-arg-all = Show streams without rows too
cli-check = Tell whether a definition is right, without running it
cli-check-example = Example:  tranche check "count(order over last 90 days) >= 3"
cli-check-arg-definition = A definition, or a file that holds one
cli-fmt = Lay a definition out for reading, with its comments
cli-fmt-example = Example:  tranche fmt --write segments/vip.toml
cli-fmt-arg-definition = A definition, or a file that holds one
cli-fmt-arg-write = Write the result into the file
cli-count = Count the customers that a definition means
cli-count-example = Example:  tranche count "country = 'FR' and any(order over last 30 days)"
cli-count-arg-definition = The definition
cli-members = List the members of a segment or of a definition
cli-members-example = Example:  tranche members dormant --columns "spent = sum(order.amount), latest = last(order.at)" --format csv > dormant.csv
cli-members-arg-segment = Id of a segment
cli-members-arg-definition = A definition
cli-members-arg-columns = Values to list beside each member, as “name = expression, …”: amounts, dates, lists
cli-members-arg-format = Form of the list: table (default), csv, json or ids
cli-segments = Show all segments with their size, share, revenue and average order
cli-segments-example = Example:  tranche segments --as-of 2026-01-01
cli-segments-arg-sentences = Say what each segment says, in words, instead of its figures
cli-history = Show how the size of a segment or of a definition went, recomputed from what happened
cli-history-example = Example:  tranche history dormant --from 2025-03-01 --to 2026-03-01 --every month
cli-history-arg-segment = Id of a segment
cli-history-arg-definition = A definition
cli-history-arg-from = First day; a day is asked as of the local midnight that starts it, with the cut-offs of then
cli-history-arg-to = Last day, always among those shown (default: today)
cli-history-arg-every = Step from one day to the next: day (default), week or month
cli-history-arg-members = With --json, list who entered and who left between the first day and the last
cli-evaluate = Evaluate all segments together, and say how long it took
cli-evaluate-example = Example:  tranche evaluate --definitions bench/twenty.txt --repeat 3
cli-evaluate-arg-definitions = File with one “name: definition” a line, instead of the base's segments
cli-evaluate-arg-one-by-one = Each definition also by itself, with the counts of its conditions
cli-evaluate-arg-repeat = How many times to evaluate; the quickest is told
cli-customer = Show one customer: profile, timeline, segments
cli-customer-example = Example:  tranche customer C000042
cli-customer-arg-id = Any id of the customer
cli-customer-arg-rows = How many of the latest rows to show

cli-explain = Tell why a customer is, or is not, in a segment: each condition, its evidence, since when, until when
cli-explain-example = Example:  tranche explain vip C000042
cli-explain-arg-segment = Id of the segment
cli-explain-arg-customer = Any id of the customer
cli-explain-arg-definition = A definition in place of a segment
cli-explain-arg-rows = How many rows of each evidence to show
cli-identity = Show who a customer is: all its ids, what linked them, and who may be the same person
cli-identity-example = Example:  tranche identity ada@example.com
cli-identity-arg-id = Any id of the customer or visitor
cli-unmerge = Undo a link between two ids: each customer has again what it had without it
cli-unmerge-example = Example:  tranche unmerge L12
cli-unmerge-arg-what = The number of a link, as “tranche identity” shows it, or an id all of whose links are undone
cli-verify = Prove that the base is whole: checksums, rows, catalogue and stored cut-offs
cli-verify-example = Example:  tranche verify --json
cli-backup = Copy the base to another folder; an import may go on meanwhile
cli-backup-example = Example:  tranche backup /backups/shop-2026-03-01
cli-backup-arg-dir = Folder of the copy; it must not hold a base
cli-restore = Make a base out of a backup; --base says where, and must not hold one
cli-restore-example = Example:  tranche --base shop restore /backups/shop-2026-03-01
cli-restore-arg-dir = Folder of the backup
cli-apply = Take in definitions (*.toml) from a folder, segments and computed attributes: all of them, or none
cli-apply-example = Example:  tranche apply segments
cli-apply-arg-dir = Folder of the files
cli-plan = Show what applying a folder of definitions would change: who would come in and go, what else is concerned
cli-plan-example = Example:  tranche plan definitions
cli-plan-arg-dir = Folder of the files
cli-plan-arg-prune = Also remove definitions that no file names
cli-test = Try the made-up customers ([[tests]]) beside the definitions of a folder
cli-test-example = Example:  tranche test definitions
cli-test-arg-dir = Folder of the files
cli-versions = Show how a definition was, and since when
cli-versions-example = Example:  tranche versions vip --show 1
cli-versions-arg-id = A segment or computed attribute
cli-versions-arg-show = Print the file of a version
cli-remove = Remove segments or computed attributes that no others use
cli-remove-example = Example:  tranche remove vip
cli-remove-arg-ids = Segments or computed attributes
cli-apply-arg-prune = Also remove definitions that no file names
cli-segmentation = Ordered segments: the first that holds takes the customer
cli-segmentation-example = Example:  tranche segmentation show value
cli-segmentation-check = Say what the definitions cover, where they overlap, and what they leave out
cli-segmentation-check-example = Example:  tranche segmentation check segmentations/value.toml
cli-segmentation-show = Show the size of each part
cli-segmentation-show-example = Example:  tranche segmentation show value --as-of 2026-03-01
cli-arg-segmentation = Id of a segmentation of the base, or a file
cli-list = Keep lists of customers by hand; without an action, all lists and their sizes
cli-list-example = Example:  tranche list import guests guests.csv --by email
cli-list-import = Put the ids of a file in a list, which is made if need be
cli-list-import-example = Example:  tranche list import guests guests.csv --by email --column address
cli-list-import-arg-file = A file with one id a line, or a table with a line of names
cli-list-import-arg-column = Column of the ids (default: the one named as their kind, else the only one)
cli-list-import-arg-by = Kind of the ids: customer_number (default), email, phone, user_id…
cli-list-add = Put customers in a list, which is made if need be
cli-list-add-example = Example:  tranche list add guests C0012 anna@example.com
cli-list-remove = Take customers out of a list; its past stays what it was
cli-list-remove-example = Example:  tranche list remove guests C0012
cli-list-show = Show who is in a list
cli-list-show-example = Example:  tranche list show guests --as-of 2026-03-01
cli-arg-list = Id of the list
cli-arg-ids = Ids of customers
cli-arg-by = Kind of the ids: customer_number, email, phone, user_id… (default: whatever kind fits)
cli-arg-at = Instant from which it holds (default: now)
cli-demo = Make a base out of a made-up French shop, with ready-made segments
cli-demo-example = Example:  tranche --base demo-base demo --customers 5000
cli-demo-arg-customers = How many customers it has
cli-demo-arg-until = Day at whose midnight its history ends (default: today)
cli-demo-arg-seed = What chance is drawn from: the same seed makes the same shop

## Commands: their answers
init-done = There is now a base in { $dir } (time zone { $timezone }, currency { $currency }). Next: tranche --base { $dir } import --mapping MAPPING.toml FILE…
check-done = The definition is right:
count-done = { $among ->
    [visitors] { $n ->
        [one] { $count } visitor of { $of } ({ $share }), as of { $at }
       *[other] { $count } visitors of { $of } ({ $share }), as of { $at }
    }
    [everyone] { $count } of { $of } customers and visitors ({ $share }), as of { $at }
   *[customers] { $n ->
        [one] { $count } customer of { $of } ({ $share }), as of { $at }
       *[other] { $count } customers of { $of } ({ $share }), as of { $at }
    }
}
members-id = member
value-true = yes
value-false = no
segmentation-total = The definitions cover everything: { $cells } cells, none left out.
segmentation-rest = The rest takes { $count } of { $cells } cells:
segmentation-uncovered = Nobody in these cells is in any part, { $count } of { $cells }; a [rest] would take them:
segmentation-disjoint = No two definitions overlap: their order changes nothing.
segmentation-overlap = “{ $first }” and “{ $second }” overlap: “{ $first }” comes first and takes those in both.
segmentation-idle = “{ $part }” is always empty: the parts before it take all of it.
segmentation-opaque = Not proven for these tests, which are no comparisons with constants; each was taken to be true or false by itself: { $tests }
segmentation-too-many = There are too many combinations of values to try them all: nothing is proven. “segmentation show” counts the customers of each part and of none.
segmentation-outside = in no part
segmentation-shown = { $of } customers on { $at }
list-none = There is no list yet. Make one: tranche list add LIST ID…
list-name = list
list-waiting-head = waiting
list-changed = { $n ->
    [one] { $moved } id moved, { $unchanged } already there: list “{ $list }”
   *[other] { $moved } ids moved, { $unchanged } already there: list “{ $list }”
}
list-waiting = { $n ->
    [one] { $count } id names nobody yet; it is kept and will hold when its customer comes: { $ids }
   *[other] { $count } ids name nobody yet; they are kept and will hold when their customers come: { $ids }
}
list-refused = { $n ->
    [one] { $count } cell cannot be such an id and was left out: { $ids }
   *[other] { $count } cells cannot be such ids and were left out: { $ids }
}
list-shown = { $n ->
    [one] { $count } customer in the list “{ $list }” on { $at }
   *[other] { $count } customers in the list “{ $list }” on { $at }
}
failed-list-column = { $file } has no column “{ $column }”; its columns: { $names }. Say which one: --column NAME
members-done = { $n ->
    [one] { $count } member as of { $at } ({ $shown } shown; all of them with --format ids)
   *[other] { $count } members as of { $at } ({ $shown } shown; all of them with --format ids)
}
when-known = { $at }, as known at { $known }
history-on = midnight of
history-count = members
history-share = share
history-entered = entered
history-left = left
history-bar = size
history-dates = { $n ->
    [one] { $count } date (all of them with --json)
   *[other] { $count } dates, some of them shown (all of them with --json)
}
history-done = From { $from } to { $to }: { $entered } entered, { $left } left, { $stayed } stayed
evaluate-alone = { $name } by itself: { $seconds } s
evaluate-done = { $n ->
    [one] { $n } definition: columns read in { $load } s, evaluated in { $evaluate } s
   *[other] { $n } definitions: columns read in { $load } s, evaluated in { $evaluate } s
}
apply-done = Definitions: { $added } added, { $changed } changed, { $unchanged } as before, { $removed } removed.
bar-left = left:
bar-rows-per-second = rows/s
import-file = file
import-target = goes to
import-new = new
import-versions = new versions
import-known = known
import-refused = refused
import-profiles = profiles
import-same-file = imported before, nothing to do
import-note = { $file }: { $note }.
import-refusals = { $n ->
    [one] { $file }: { $count } value or row was refused; all the rest went in.
   *[other] { $file }: { $count } values or rows were refused; all the rest went in.
}
import-left = { $file } is left aside: { $reason }
import-more-refusals = { $n ->
    [one] … and { $count } more (all of them with --json)
   *[other] … and { $count } more (all of them with --json)
}
refused-row = row
refused-column = column
refused-value = value
refused-reason = reason
schema-attributes = { $n ->
    [one] { $count } customer, with these attributes
   *[other] { $count } customers, with these attributes
}
schema-stream = { $n ->
    [one] Stream { $name }: { $count } row
   *[other] Stream { $name }: { $count } rows
}
schema-grouped = Stream { $name }: computed from the rows of { $lines }
schema-table = { $n ->
    [one] Reference table { $name }: { $count } row
   *[other] Reference table { $name }: { $count } rows
}
schema-more = Streams without rows are not shown; --all shows them.
schema-name = name
schema-type = type
schema-label = label
schema-family = family
segments-name = segment
segments-count = members
segments-share = share
segments-bar = of the base
segments-revenue = revenue
segments-revenue-share = of revenue
segments-average = average order
segments-unavailable = unavailable: no rows in { $streams }
segments-none = This base has no segments yet. Take the ready-made ones in with “tranche apply segments”, or write your own.
segments-done = { $among ->
    [visitors] { $n ->
        [one] { $customers } visitor, { $revenue } of revenue in all, as of { $at }
       *[other] { $customers } visitors, { $revenue } of revenue in all, as of { $at }
    }
    [everyone] { $customers } customers and visitors, { $revenue } of revenue in all, as of { $at }
   *[customers] { $n ->
        [one] { $customers } customer, { $revenue } of revenue in all, as of { $at }
       *[other] { $customers } customers, { $revenue } of revenue in all, as of { $at }
    }
}
customer-head = Customer { $id }, as of { $at }
customer-value = value
customer-rows = { $n ->
    [one] Timeline: { $count } row, the latest first
   *[other] Timeline: { $count } rows, the latest first
}
customer-at = when
customer-stream = what
customer-fields = details
customer-segments = { $n ->
    [one] In { $n } segment: { $segments }
   *[other] In { $n } segments: { $segments }
}
explain-member = { $id } is in “{ $segment }”, as of { $at }
explain-no-member = { $id } is not in “{ $segment }”, as of { $at }
explain-holds = The definition holds for { $id }, as of { $at }
explain-fails = The definition does not hold for { $id }, as of { $at }
explain-absent = { $id } is not a customer yet as of { $at }, and so is in no segment
explain-verdict-since = So { $since }
explain-since = since { $at }
explain-since-beginning = as long as they have been a customer
explain-since-at-least = at least since { $at }
explain-never-so-far = Never so far
explain-next-change = If nothing happens, that changes on { $at }
explain-no-change = If nothing happens, no change is foreseen
explain-holds-until = No condition changes by itself before { $at }
explain-true = ✓ { $condition } ({ $since })
explain-false = ✗ { $condition } ({ $since })
explain-all-of = all of these
explain-any-of = at least one of these
explain-not = not this
explain-at-least-of = at least { $count } of these
explain-at-most-of = at most { $count } of these
explain-exactly-of = exactly { $count } of these
explain-value = { $value }: { $held }
explain-rows = { $n ->
    [0] { $stream }: no row
    [one] { $stream }: one row
   *[other] { $stream }: { $count } rows, the latest first
}
explain-same-rows = { $n ->
    [one] { $stream }: the row above
   *[other] { $stream }: the { $count } rows above
}
explain-more-rows = { $n ->
    [one] and one more
   *[other] and { $count } more
}
explain-missing = { $n ->
    [one] To be a member, one condition has to change:
   *[other] To be a member, these { $n } conditions have to change, and no fewer would do:
}
explain-missing-greedy = { $n ->
    [one] To be a member, one condition has to change:
   *[other] To be a member, these { $n } conditions have to change; with so many conditions, fewer might do:
}
explain-missing-none = No change of these conditions would make a member: they exclude one another.
explain-missing-not-found = What would have to change was not found: the conditions are too many to try them all.
explain-missing-others = { $n ->
    [one] Another choice of as many conditions would do as well.
   *[other] { $count } other choices of as many conditions would do as well.
}
explain-to-become = ✗ to come true: { $condition }
explain-to-cease = ✓ to be true no more: { $condition }
demo-writing = writing the shop
demo-next =

    What to look at next:
      tranche --base { $base } serve
          the pages: open http://127.0.0.1:8726 in your browser
      tranche --base { $base } count "country = 'FR' and count(order over last 90 days) >= 3"
      tranche --base { $base } members vip --format csv
      tranche --base { $base } customer C000007

## Files that could not be read
intake-unreadable = { $file } cannot be read: { $detail }
intake-unknown-format = What { $file } holds is not known: end its name with .csv, .xlsx, .ods, .json, .ndjson or .parquet, or write format = "…" in the mapping.
intake-not-csv = { $file } cannot be read as CSV: { $detail }
intake-header-quote = In { $file } a quote of the header line is never closed: close it, or say in the mapping what stands around cells, with quote = "…".
intake-not-parquet = { $file } cannot be read as Parquet: { $detail }
intake-several-arrays = { $file } holds several arrays: { $keys }. Say in the mapping which one holds the rows, with rows = "…".
intake-no-array = { $file } has no array under “{ $key }”.
intake-not-archive = { $file } cannot be read as a zip archive: { $detail }
intake-archive-too-large = { $file } cannot be read: { $member } in it grows out of all proportion.
left-not-known = the mapping says nothing of it.
left-archive-within = an archive inside an archive is not opened.
intake-not-workbook = { $file } cannot be read as a workbook: { $detail }
intake-workbook-too-large = { $file } cannot be read: its part { $part } grows out of all proportion. Save the sheet as CSV if it is really that large.
intake-workbook-locked = { $file } is locked by a password, or was saved in a format before 2007: save it as .xlsx without a password.
intake-no-sheet = { $file } has no sheet “{ $sheet }”. Its sheets: { $sheets }
intake-mapping-misfit = The mapping does not fit { $file }.
intake-note-encoding = read as { $encoding }
intake-note-delimiter = cells are separated by “{ $delimiter }”
intake-note-quote = cells are quoted with { $quote }
intake-note-sheet = the sheet “{ $sheet }” is read, the first that is not empty; also there: { $others }
intake-note-header = the columns are named in row { $line }; what stands above it is left aside
intake-note-name-twice = another column is called “{ $name }” already: this one becomes “{ $own }”
intake-note-decimal-comma = in “{ $column }” the comma stands before decimals
intake-note-repeated-rows = { $n ->
    [one] one row repeats an earlier one and is not counted
   *[other] { $n } rows repeat an earlier one and are not counted
}
intake-note-rounded = { $n ->
    [one] 1 number of “{ $name }” has more than { $places } decimals and is rounded: { $example }.
   *[other] { $n } numbers of “{ $name }” have more than { $places } decimals and are rounded, such as { $example }.
}
intake-note-left-out = { $n ->
    [one] one row is chosen by no “where”
   *[other] { $n } rows are chosen by no “where”
}
intake-note-date-order = in “{ $column }” { $order ->
    [dmy] the day comes before the month
   *[mdy] the month comes before the day
}, as { $value } shows
intake-note-date-undecided = in “{ $column }” nothing shows whether the day or the month comes first: dates that can be read in two ways are refused until the mapping says date_order
intake-note-date-both = in “{ $column }” some days come before the month ({ $day_first }) and some behind it ({ $month_first }): dates that can be read in two ways are refused
intake-note-zone = times without a zone are read in { $zone }: { $columns }
intake-note-rows = the rows are the elements of “{ $key }”; what stands beside it is left aside

## Problems of a mapping
mapping-not-toml = This is not valid TOML: { $detail }
mapping-unknown-key = “{ $key }” means nothing here: take it out.
mapping-missing-key = “{ $key }” is missing.
mapping-one-target = A feed goes to exactly one place: stream = "…", attributes = true or table = "…".
mapping-expects-text = “{ $key }” must be a text in quotes, and not empty.
mapping-expects-list = “{ $key }” must be a list of texts, such as ["week", "note"].
mapping-expects-sections = “{ $key }” must be a section of its own.
mapping-expects-true = “{ $key }” can only be true.
mapping-expects-column = The field “{ $key }” must be a column's name, or { "{" } column = "…", type = "…", table = "…" { "}" }.
mapping-empty-name = No letter or digit of “{ $name }” is left to make a name of.
mapping-field-twice = The field “{ $field }” is said twice.
mapping-delimiter = The delimiter must be a single character, such as ";".
mapping-quote = What stands around a cell is one character, such as " or '.
mapping-date-order = The order of dates is "dmy" (31/12/2025) or "mdy" (12/31/2025).
mapping-decimal = What stands before decimals is "." or ",".
mapping-unknown-encoding = The encoding “{ $encoding }” is not known. Names are those of the web, such as utf-8, utf-16le or windows-1252.
mapping-only-and-ignore = “only” and “ignore” exclude one another: keep one of them.
mapping-unknown-format = There is no format “{ $format }”: it is csv, ndjson or parquet.
mapping-unknown-type = There is no type “{ $type }”.
mapping-unknown-zone = There is no time zone “{ $zone }”: write it as Europe/Paris or UTC.
mapping-lookup-path = “{ $key }” must name a table and one of its fields, such as "campaigns.start_date".
mapping-unknown-column = The file has no column “{ $column }”.
mapping-nameless-column = No field name can be made of the column “{ $column }”: give it one under “fields”, or leave it out with “ignore”.
mapping-reserved-name = The column “{ $column }” would become the field “{ $field }”, which is the name of a row's time: rename it under “fields”, or leave it out with “ignore”.
mapping-collision = The columns “{ $first }” and “{ $second }” would both become the field “{ $field }”: give one of them another name under “fields”, or leave it out with “ignore”.
mapping-table-without-key = The table “{ $table }” needs to know its key: write key = "…" with the name of the column that holds it.
mapping-unknown-key-field = There is no field “{ $field }” to be the key.
mapping-unknown-table = There is no reference table “{ $table }”.
mapping-one-lookup = A lookup has exactly one source: file = "…" with its key, or table = "…".
mapping-orders = "orders" is "whole" (a file's lines take the place of the earlier ones of their order) or "growing" (they are added to them).
mapping-orders-growing = Lines of "{ $stream }" came in as parts of orders: whole orders cannot be made of them any more. Leave orders = "whole" out, or import all files into a new base.
mapping-orders-keyed = Rows of "{ $stream }" have a key, so that each takes the place of its earlier version: orders = "whole" is for lines without one.
mapping-each-flat = Each row of this file is flat: "each = '{ $list }'" needs a list of records, which JSON files have, or a column of this name with JSON in its cells in a CSV file.
mapping-each-without-key = The rows of "{ $stream }" have no key, by which the elements of their list would know them. Say key = "…" in the feed of "{ $stream }", or leave "parent" out where the list is the customer's.
mapping-each-keyed = Rows of "{ $stream }" have a key: the elements of a list go into a stream without one.
mapping-each-otherwise = The base knows "{ $stream }" as something else: its rows belong to other rows, or take the place of one another by another field. Give the elements of this list a stream of their own.
mapping-repeated-rows = Repeated rows are "keep" (each counts) or "drop" (equal rows count once).
mapping-column-and-value = “column” and “value” exclude one another: keep one of them.
mapping-template-not-closed = A brace is never closed: a template reads like "{ "{" }store{ "}" }-{ "{" }ticket{ "}" }".
mapping-only-this-row = An expression of a mapping knows the columns of its own row only, and no “{ $name }”.
mapping-depends-on-now = This depends on the day on which the file is read: what a row becomes must not. Compare with a date instead.
mapping-unknown-lines = There is no stream “{ $stream }” to take the lines from.
mapping-unknown-line-field = The stream “{ $stream }” has no field “{ $field }”.
mapping-sum-of-no-number = “{ $field }” of the stream “{ $stream }” is no number: it cannot be added up.

## Reasons for refusing rows and values
refused-no-customer = The customer's id is missing.
refused-message-type = “{ $type }” is no type of message: expected identify, track, page, screen, group or alias.
refused-message-time = “{ $value }” is not a time.
refused-no-event = The event's name is missing.
refused-no-group = The group's id is missing.
refused-no-previous-id = An alias needs a user id and a previous id.
refused-blocked-customer = “{ $id }” names no customer: it is a missing value written out, an address for tests, or no real number.
refused-no-time = The time is missing.
refused-no-key = The key is missing.
refused-unknown-code = The table “{ $table }” has no “{ $field }” for the code “{ $code }”.
refused-currency = The amounts are in { $currency }; the base counts in { $expected }.
refused-cells = The line has { $found } cells where { $expected } are expected.
refused-quote-not-closed = A quote in this line is never closed: close it, or double it if it belongs to the text.
refused-not-utf8 = The line is not written in UTF-8.
refused-not-json = The line is not valid JSON, from character { $position } on.
refused-not-an-object = The line is no JSON object.
refused-name-twice = The row has two values under this name.
refused-part-missing = “{ $name }” is missing, so that nothing can be computed.
refused-division-by-zero = This divides by zero.
refused-no-result = Nothing can be computed of these values.
refused-no-list = This is no list of records, as JSON writes one.
refused-nested-value = A list of records, or another nested value, cannot be kept in a field: a feed with each = "…" makes a row of every element of a list.
refused-cell-error = The cell { $cell } holds an error, not a value.
refused-formula-without-value = The formula in { $cell } was never computed: open the file in a spreadsheet program and save it.
refused-json-cut-short = The file ends before its array does: the rows before this place were read, others may be missing.
refused-row-too-long = The row is longer than { $most } MiB.
refused-a-list = A list stands where one value of the type { $type } is expected.
refused-not-a-number = This is no number.
refused-not-an-amount = This is no amount of money.
refused-not-a-duration = This is no number of seconds.
refused-number-too-large = This number is too large to be kept.
refused-ambiguous-number = This number can be read in two ways, and no other of its column tells which: write decimal = "," or decimal = "." in the mapping.
refused-not-a-bool = This is neither true nor false.
refused-not-a-date = This is no date written as 2026-03-01.
refused-not-an-instant = This is no date and time written as 2026-03-01T10:00:00.
refused-ambiguous-date = This date can be read in two ways, and no other of its column tells which: write date_order = "dmy" (day first) or "mdy" (month first) in the mapping.
refused-not-a-point = This is no point written as latitude,longitude.
refused-not-a-text = This is no text.

## What was refused, and the log of imports
refused-done = { $n ->
    [0] Nothing is refused: every row and value of the files is in, or was corrected.
    [one] { $count } row or value is refused and waits to be corrected.
   *[other] { $count } rows or values are refused and wait to be corrected.
}
refused-file = file
refused-line = line
refused-count = how many
refused-example = example
refused-to-do = what to do
refused-example-value = { $file }, row { $row }: { $column } = “{ $value }”
refused-example-row = { $file }, row { $row }: { $value }
refused-next = --rows lists them one by one; --export DIR writes them as CSV with the reason, to be corrected and imported again.
refused-written = { $n ->
    [one] { $file }: { $count } row
   *[other] { $file }: { $count } rows
}
refused-counted = { $n ->
    [one] { $count } refused value is left out: its row is in without it, and its stream has no key by which a row could be said again. Give the stream a key in the mapping (key = "…").
   *[other] { $count } refused values are left out: their rows are in without them, and their streams have no key by which a row could be said again. Give these streams a key in the mapping (key = "…").
}
refused-without-row = { $n ->
    [one] { $count } refusal is left out: its row was not kept. Correct the file itself and import it again.
   *[other] { $count } refusals are left out: their rows were not kept. Correct the files themselves and import them again.
}
refused-correct = Correct the cells, leave the last column as it is, then: tranche import --corrected { $file }
refused-nothing-written = Nothing was written.
import-refused-next = “tranche refused” lists everything refused, with what to do about it.
import-corrected = { $n ->
    [one] { $file }: { $count } row refused before was read again and leaves the list; what is still wrong in it is listed anew.
   *[other] { $file }: { $count } rows refused before were read again and leave the list; what is still wrong in them is listed anew.
}
failed-not-corrected = No refused row of a file named like { $file } waits to be corrected. “tranche refused --export DIR” writes the files to correct; keep their names.
mend-otherwise = Correct the cell, then import the row again.
mend-no-customer = Fill in the customer's id, or leave such rows out at their source.
mend-blocked-customer = Put the customer's true id in place of the stand-in.
mend-no-time = Fill in the date, or say another column as the time in the mapping.
mend-no-key = Fill in the key: it is what the row is known by.
mend-unknown-code = Import the table that has this code first, or correct the code.
mend-currency = Convert the amount, or export these rows in the base's currency.
mend-cells = Put the cell that holds the separator in quotes, or add the missing cells.
mend-quote-not-closed = Close the quote, or double it if it belongs to the text.
mend-not-utf8 = Say the encoding in the mapping (encoding = "windows-1252"), or save the file as UTF-8.
mend-not-json = Correct the line, or export the file again: it may have been cut short.
mend-not-a-number = Correct the number; if the field holds codes, make it a text (“tranche schema set FIELD --type text”): what was refused is taken then.
mend-not-an-amount = Leave only the number in the cell; the currency stands in a column of its own.
mend-ambiguous-number = Say decimal = "," or decimal = "." in the mapping, then import the file again.
mend-not-a-bool = Write true or false, yes or no, 1 or 0.
mend-not-a-date = Correct the day; a day that does not exist (30 February) is no day.
mend-not-an-instant = Correct the date and time; a time that does not exist is no time.
mend-ambiguous-date = Say date_order = "dmy" or "mdy" in the mapping, then import the file again.
mend-nested-value = Export this value as columns of its own.
mend-a-list = Keep one value, or give the field the type text_list in the mapping.
imports-none = Nothing has been imported yet.
imports-when = started
imports-source = source
imports-file = file
imports-outcome = outcome
imports-rows = rows
imports-taken = taken
imports-refused = refused
imports-seconds = seconds
imports-ended-taken = taken in
imports-ended-known = the same file as before
imports-ended-waiting = left for later
imports-ended-failed = failed
imports-ended-nothing = nothing to take in
imports-problems = the mapping has problems: “tranche import” with it shows them
cli-refused = Show what was refused of imported files, why, and what to do about it
cli-refused-example = Example:  tranche refused --export to-correct
cli-refused-arg-file = Only of files of this name
cli-refused-arg-stream = Only of rows for this stream or table, or profile
cli-refused-arg-reason = Only for this reason, such as not-a-number
cli-refused-arg-rows = List them one by one, at most N (20 unless said)
cli-refused-arg-export = Write the rows as CSV into this folder, to be corrected and imported with “import --corrected”
cli-imports = Show the log of imports: when, which file, rows taken and refused, how it ended
cli-imports-example = Example:  tranche imports --rows 50
cli-imports-arg-source = Only of this scheduled source
cli-imports-arg-rows = How many, the latest first (default: 20)
cli-import-arg-corrected = The files are refused rows that “refused --export” wrote and you corrected; no mapping is needed

## How good the data are
schema-sensitive = sensitive
schema-is-sensitive = yes
schema-values = commonest values
schema-not-sensitive = no
schema-change = { $what }: { $was } → { $is }
schema-changed = { $name } is changed.
schema-would-change = { $name } would be changed so; without --check it is.
schema-unchanged = Nothing is to change of { $name }.
schema-decimal = mark before decimals
schema-days = order of days
schema-converted = { $n ->
    [one] { $count } value reads as { $type }.
   *[other] { $count } values read as { $type }.
}
schema-unfit = { $n ->
    [one] { $count } value does not: it would be missing, and listed by “refused”. It is kept: given back its type, the field has it again.
   *[other] { $count } values do not: they would be missing, and listed by “refused”. They are kept: given back its type, the field has them again.
}
schema-unfit-value =   “{ $value }” ({ $count }): { $reason }
schema-unfit-more = { $n ->
    [one]   … and { $count } other writing
   *[other]   … and { $count } other writings
}
schema-taken = { $n ->
    [one] { $count } value refused before fits now: it is taken, and leaves the list.
   *[other] { $count } values refused before fit now: they are taken, and leave the list.
}
schema-renamed = { $was } → { $is }: the old name goes on meaning the same, in definitions and in mappings.
failed-rename-taken = There is already something else called { $name }.
failed-rename-name = { $name } cannot be a name: names are in small letters, digits and underscores, such as { $like }.
failed-rename-grouped = { $name } is computed from lines: rename { $other } instead, and it follows.
failed-rename-kin = Rows of { $name } belong to those of another stream, or others to them: it keeps its name. What people call it is its label.
cli-schema-arg-rename = Another name; the old one goes on meaning the same. A stream can be renamed too
schema-read-by = { $n ->
    [one] Read by the segment { $segments }.
   *[other] Read by the segments { $segments }.
}
schema-breaks = { $id } would no longer be right: { $problem }
failed-unconfirmed = Nothing is changed. Add --yes to change { $name } all the same.
failed-unknown-type = There is no type “{ $name }”. The types are: { $known }.
failed-retype-code = { $name } holds codes of the table { $other }, and codes are texts: it cannot be made { $to }.
failed-retype-key = { $name } is what rows of { $other } are known by: it keeps its type and cannot be made { $to }.
failed-retype-status = { $name } says whether a row of { $other } counts: it keeps its type and cannot be made { $to }.
failed-retype-grouped = { $name } is computed from lines: change { $other } instead, and it follows.
failed-retype-sum = { $name } is added up in { $other }: it can be a number, an amount or a duration, not { $to }.
cli-schema-arg-kind = Another type: values stay as they came and are read in it; what has no counterpart is missing, and listed by “refused”
cli-schema-arg-decimal = What stands before decimals in its texts (default: told by them)
cli-schema-arg-days = Order of its days that are not written year first: dmy or mdy (default: told by them)
cli-schema-arg-yes = Change it even where values go missing or definitions become wrong
cli-schema-arg-action = “set” changes a field
cli-schema-arg-name = The field: an attribute (address.city), or a field of a stream or table (order.amount)
cli-schema-arg-label-en = What it is called in English; empty takes the label away
cli-schema-arg-label-fr = What it is called in French; empty takes the label away
cli-schema-arg-family = The family of criteria it belongs to
cli-schema-arg-sensitive = Whether it is a sensitive personal datum: yes or no
cli-schema-arg-check = Only say what would change
cli-schema-arg-values = Count the commonest values of each field, but those of sensitive ones
cli-quality = Show how good the data are, what to mend first, and what it costs the segments
cli-quality-example = Example:  tranche quality --html quality.html
cli-quality-arg-html = Write it as a page that stands alone, to be opened in a browser, sent or printed
cli-quality-arg-as-of = Instant of the question (default: now)
quality-written = The page is in { $file }: open it in a browser.
quality-verdict = { $n ->
    [one] { $customers } customer as of { $at }; { $whole } of { $segments } segments find every value they read.
   *[other] { $customers } customers as of { $at }; { $whole } of { $segments } segments find every value they read.
}
quality-verdict-without-segments = { $n ->
    [one] { $customers } customer as of { $at }; no segment is in use yet.
   *[other] { $customers } customers as of { $at }; no segment is in use yet.
}
quality-nothing = Nothing is found to be mended.
quality-more = { $n ->
    [one] … and { $count } more finding (all of them with --json or --html)
   *[other] … and { $count } more findings (all of them with --json or --html)
}
quality-heading-segments = Whom segments cannot judge, because a value that they read is missing or wrong
quality-heading-attributes = Attributes of customers
quality-segment = segment
quality-unjudged = not judged
quality-share = share
quality-because = because of
quality-field = field
quality-filled = filled
quality-bar = {"  "}
quality-valid = valid
quality-distinct = distinct
quality-remark = remark
quality-field-of = { $field } ({ $stream })
quality-more-than = more than { $count }
quality-and-others = { $n ->
    [one] and one more
   *[other] and { $n } more
}
quality-such-as = Such as: { $examples }.
quality-missing = { $n ->
    [one] { $field } is missing for one customer.
   *[other] { $field } is missing for { $count } customers of { $of } ({ $share }).
}
quality-missing-rows = { $n ->
    [one] { $field } is missing in one row of { $of }.
   *[other] { $field } is missing in { $count } rows of { $of } ({ $share }).
}
quality-no-rows = No { $stream } came in, and segments read them.
quality-invalid-email = { $n ->
    [one] { $field }: one address cannot be one by its shape.
   *[other] { $field }: { $count } addresses of { $of } cannot be such by their shape.
}
quality-invalid-phone = { $n ->
    [one] { $field }: one number does not exist in its country's plan.
   *[other] { $field }: { $count } numbers do not exist in their country's plan.
}
quality-invalid-postal-code = { $n ->
    [one] { $field }: one code is not written as its country writes them.
   *[other] { $field }: { $count } codes are not written as their country writes them.
}
quality-invalid-past = { $n ->
    [one] { $field }: one date is still to come.
   *[other] { $field }: { $count } dates are still to come.
}
quality-invalid-birth = { $n ->
    [one] { $field }: one is still to come, or more than 110 years ago.
   *[other] { $field }: { $count } are still to come, or more than 110 years ago.
}
quality-invalid-age = { $n ->
    [one] { $field }: one is below 0 or above 110.
   *[other] { $field }: { $count } are below 0 or above 110.
}
quality-invalid-negative = { $n ->
    [one] { $field }: one is negative.
   *[other] { $field }: { $count } of { $of } are negative.
}
quality-invalid-status = { $n ->
    [one] { $field }: one row has a word whose meaning is not known; the row counts.
   *[other] { $field }: { $count } rows have words whose meaning is not known; these rows count.
}
quality-invalid-code = { $n ->
    [one] { $field }: one row has a code that is not in its reference table.
   *[other] { $field }: { $count } rows of { $of } have codes that are not in their reference table.
}
quality-outliers = { $n ->
    [one] { $field }: one value is far beyond all others, at { $greatest }.
   *[other] { $field }: { $count } values are far beyond the others, above { $above } and up to { $greatest }.
}
quality-mixed = { $field } looks like two units in one: { $count } values lie { $factor } times apart from the others, on the other side of { $between }.
quality-duplicates = { $n ->
    [one] One customer looks like another one (same e-mail: { $email }, same phone: { $phone }, nearly the same name at one postal code: { $names }).
   *[other] { $count } customers look like others (same e-mail: { $email }, same phone: { $phone }, nearly the same name at one postal code: { $names }).
}
quality-orphans = { $n ->
    [one] One of the { $of } { $stream } belongs to none of the { $parent } that are there.
   *[other] { $count } of the { $of } { $stream } belong to none of the { $parent } that are there.
}
quality-future = { $n ->
    [one] One of the { $stream } is dated later than now: nothing counts it yet.
   *[other] { $count } of the { $stream } are dated later than now: nothing counts them yet.
}
quality-no-consent = { $n ->
    [one] No consent of one customer is recorded.
   *[other] No consent of { $count } customers is recorded ({ $share }).
}
quality-stale = No { $stream } for { $days } days, where { $usual } are usual: the source may have stopped.
quality-rounded = { $n ->
    [one] { $field }: { $count } number was rounded when it came, to { $places } decimals.
   *[other] { $field }: { $count } numbers were rounded when they came, to { $places } decimals.
}
quality-refused = { $n ->
    [one] One refused row or value waits to be corrected.
   *[other] { $count } refused rows or values wait to be corrected.
}
quality-mend-missing = Ask for it where customers give it, or map the column of an export that has it.
quality-mend-no-rows = Import a file for it, or do without the segments that read it.
quality-mend-email = Correct them at their source; messages to them bounce and harm your sender's name.
quality-mend-phone = Correct them, or write them with their country's prefix (+33…).
quality-mend-postal-code = Restore the zero at the front that spreadsheets drop, and fill in the country.
quality-mend-dates = Look for stand-ins such as 01/01/1900, and leave them empty instead.
quality-mend-negative = If they are returns, let them feed the stream of refunds; else correct them.
quality-mend-status = Say what each word means in the settings of the base: counts, not yet, void or refunded.
quality-mend-code = Import the whole reference table, also what is no longer on sale.
quality-mend-outliers = Look at them: test orders and a forgotten decimal point are the commonest causes.
quality-mend-mixed = Find the source that counts in another unit (cents, grams) and divide there, then import again.
quality-mend-duplicates = “tranche identity ID” shows who looks like whom; merge them at their source.
quality-mend-orphans = Import the missing ones: their status decides whether these rows count.
quality-mend-future = Check the time zone in the mapping, and the clock of the source.
quality-mend-no-consent = Import what customers agreed to, or ask them: without it they should not be written to.
quality-mend-stale = See whether the export still runs: “tranche imports” shows the last ones.
quality-mend-rounded = A field of type number keeps six decimals, an amount four; beyond that, import in a smaller unit.
quality-mend-refused = “tranche refused” groups them by reason and says what to do.
quality-touches = { $n ->
    [one] touches { $customers } customers, in { $n } segment
   *[other] touches { $customers } customers, in { $n } segments
}
quality-touches-customers = touches { $customers } customers, in no segment
quality-touches-rows = concerns { $count } rows or values
quality-remark-mixed = two units, { $factor } times apart?
quality-remark-outliers = { $n ->
    [one] one value above { $above }
   *[other] { $count } values above { $above }
}
quality-remark-empty = no value
quality-stream = { $n ->
    [one] { $name }: { $rows } row of { $customers } customers.
   *[other] { $name }: { $rows } rows of { $customers } customers.
}
quality-fresh = The latest is of { $last }; silences of { $usual } days are usual.
quality-silent = The latest is of { $last }, { $days } days ago, where silences of { $usual } days are usual.
quality-page-title = Data quality
quality-page-customers = customers
quality-page-filled = of the values that segments read are there
quality-page-valid = of the values that can be checked are right
quality-page-segments = segments find every value they read
quality-page-refused = refused rows or values wait
quality-page-first = What to mend first
quality-page-first-lead = In order of the customers that each touches, times the segments that read it.
quality-page-cost = What it costs
quality-page-cost-lead = For each segment in use, the customers for whom a value that its definition reads is missing or wrong: they are left out, or judged by what is there.
quality-page-cost-none = Every segment finds every value it reads.
quality-page-without-rows = no rows of: { $streams }
quality-page-attributes = Attributes of customers
quality-page-rows = Rows, stream by stream
quality-page-how = How this was told
quality-page-how-valid = An e-mail address is held to the shape that browsers ask for; a phone number to the numbering plan of the customer's country, else of the business's; a postal code to the writing of that country; birth dates to the last 110 years; quantities and prices to zero or more; statuses to the words the base knows; codes to their reference table.
quality-page-how-spread = A value is far out when it lies more than three interquartile ranges above the upper quartile, on logarithms (Tukey's outer fence). Two units are suspected when the values form two humps 10, 100 or 1,000 times apart with next to nothing between.
quality-page-how-twins = Customers are suspected to be one when they share an e-mail address or a phone, or when their names are alike to 0.92 (Jaro–Winkler) at one postal code and their birth dates do not differ. Nothing is merged by it.
quality-page-how-fresh = A stream is silent when its last row is older than three times the longest usual gap: nine of ten gaps of the last year are no longer than that.
quality-page-made = Made by tranche on { $at }. This page stands alone: it asks nothing of any network.
quality-page-all-segments = Segments concerned

## Scheduled imports
sources-taking = { $source }: { $file } …
sources-next = not due before { $at }
sources-unfinished = its name says that it is still being written
sources-fresh = it changed less than { $seconds } seconds ago
failed-no-sources = There is no source (*.toml) in { $dir }. A source says path = "…", mapping = "…" and every = "1 day" or at = "06:30".
failed-source = { $file } cannot be read as a source: { $detail }. It needs path and mapping, and every = "1 day" or at = "06:30"; quiet = "1 minute" may be said too.
cli-import-arg-due = Run the scheduled sources that are due
cli-import-arg-sources = Folder of the sources (default: sources)

## Whether a base is whole, and its copies
verify-whole = The base is whole: { $customers } customers, { $rows } rows in { $parts } parts, { $files } files imported, { $cutoffs } stored cut-offs computed again. Damages: { $damages }.
verify-damaged = The base is damaged (places: { $damages }). Still whole: { $rows } rows. “tranche restore” makes a base out of a backup.
verify-digest = Digest: { $digest }
verify-left-over = { $file } belongs to no import: an interrupted one left it. The next import removes it.
verify-missing = { $file } is not there.
verify-changed = { $file } is not what was written: its length or a checksum has changed.
verify-unreadable = { $file } cannot be read: { $detail }
verify-rows = { $file } holds { $found } rows, not { $expected }.
verify-disordered = { $file } does not have its rows in order of customers.
verify-strangers = { $file } has { $count } rows of customers that the base does not have.
verify-table = { $file }: the table { $table } is not what was written.
verify-keys = { $file }: { $count } keys name customers that the base does not have.
verify-cut-offs = { $file }: the cut-offs stored under “{ $key }” are not what was written.
verify-cached = { $file } does not have its checksums. It is a column kept beside the parts, and is made again out of them.
verify-cut-offs-differ = The cut-offs stored under “{ $key }” as of { $at } differ from those computed again.
verify-concerns = It concerns “{ $target }”; definitions that do not name it can be used.
verify-concerns-some = It concerns rows of “{ $target }” of customers number { $first } to { $last }; definitions that do not name it can be used.
verify-concerns-profiles = It concerns the attributes of customers, which also say when each of them came: make the base out of a backup again.
verify-concerns-nothing = They are computed again when they are needed.
verify-concerns-all = It concerns the whole base.
backup-done = Copied to { $dir }: { $customers } customers, { $rows } rows, { $kilobytes } kB.
restore-done = { $dir } holds the base again: { $customers } customers, { $rows } rows, { $kilobytes } kB.

identity-customer = Customer { $id }
identity-visitor = Visitor { $id }, not linked to any customer
identity-kind = kind of id
identity-key = id
identity-link = link
identity-why = why
identity-source = source
identity-said = said on
identity-effect = effect
identity-other = other customer
identity-in-common = in common
identity-why-alias = takes the place of
identity-why-replaced = replaced, may be
identity-why-together = in one message with
identity-why-contact = can be reached at
identity-effect-merges = one customer
identity-effect-undone = undone
identity-effect-shared = none: shared by { $count } customers
identity-effect-contested = none: the visitor was linked to another customer before
identity-same-email = e-mail address
identity-same-phone = phone
identity-same-name = name and postal code
identity-suspects = { $n ->
    [0] No other customer looks like the same person.
    [one] { $count } other customer may be the same person; nothing was merged.
   *[other] { $count } other customers may be the same person; nothing was merged.
}
unmerge-undone = Link { $link } is undone: { $first } and { $second } are no longer one by it.

## A proposed mapping
guess-looking = Looking at the files
guess-date-order = days are written in this order
guess-chosen = chosen by you
guess-head =
    A mapping proposed by looking at the files. Read it, mend what is wrong, keep it as a file, then:
    tranche import --mapping FILE.toml FILES
    Behind each line: how sure it is, what told it, and values of the column.
guess-zone = the zone of times that name none
guess-file = { $file }, { $n ->
    [one] { $count } row
   *[other] { $count } rows
}: { $what }
guess-file-profiles = customers, one a row.
guess-file-orders = orders, one a row.
guess-file-lines = lines of orders.
guess-file-table = the reference table “{ $table }”.
guess-file-stream = rows of the stream “{ $stream }”.
guess-left-empty = left aside: it has no rows.
guess-left-no-customer = left aside: no column tells the customer, and none is a key of its own.
guess-left-no-time = left aside: no column tells when it happened.
guess-note-no-order = No column tells the order: lines are taken without orders.
guess-note-without-customer = { $share }% of the rows name no customer: the import refuses them and lists them.
guess-note-cancelled = Orders whose number begins with { $letter } take things back: they become refunds.
guess-grouped = an order is what its lines add up to
guess-where = these rows only
guess-column = { $confidence }%, { $why }
guess-column-with-examples = { $confidence }%, { $why }: { $examples }
guess-why-name = by its name
guess-why-values = by its values
guess-why-only-time = the only time in the file
guess-why-key = no two rows have the same
guess-why-computed = computed from the row
guess-why-lookup = a day of the table “{ $table }”
guess-why-join = its values are keys of “{ $table }”
guess-why-own = own name kept, { $type }
guess-why-preset = known export of { $preset }
guess-only-named = no other column
guess-aside = left aside
guess-left-names-only = left aside: this export of { $preset } names customers by their names only, which may be those of several. Take one with their numbers or e-mail addresses.

## Definitions as files
problem-bad-attribute-id = A computed attribute is named as definitions name it: “{ $better }” instead of “{ $id }”.
problem-bad-attribute-file = This is no file of a computed attribute: { $reason }.
problem-attribute-circle = These computed attributes name one another in a circle: { $names }.
problem-attribute-list = An attribute may be one value or a list of texts, and this is another kind of list.
problem-bad-column-id = A computed column's file is named after its table and the column, as in “product.first_sale.toml”, and this one is “{ $id }”.
problem-column-table = There is no reference table “{ $table }” to put a column in.
problem-column-taken = The table “{ $table }” has a field “{ $name }” already: give the computed column another name.
problem-column-fold = A column of “{ $table }” is one fold over the rows that point to it, such as min(order_line.at).
problem-column-of-column = A computed column cannot be made of other computed columns: all of them are computed at once, from rows alone.
problem-column-customer = A column of “{ $table }” is the same for all customers, and this one depends on who the customer is: only the rows' own fields can be named.
problem-column-rows = No field of “{ $stream }” points to “{ $table }”: a column is a fold over rows that do.
problem-unknown-definition = There is no segment, computed attribute or computed column “{ $name }”.
failed-still-used = “{ $id }” cannot go while others use it: { $users }. Remove or change these first.
example-compares-with-base = the definition compares with the whole base, which an example of one customer cannot show
example-not-a-member = should be a member, and is not
example-a-member = should not be a member, and is
example-row-without-time = a row of “{ $stream }” has no “at”
example-unknown-table = there is no reference table “{ $name }”
example-wrong-value = “{ $name }” is { $type }, and “{ $value }” is not
plan-before = before: { $definition }
plan-after = then:   { $definition }
plan-members = members: { $before } → { $after } (+{ $gained }, −{ $lost })
plan-gained = coming in: { $ids }
plan-lost = going: { $ids }
plan-users = used by: { $users }
plan-same = says the same as { $id }
plan-alike = has nearly the same members as { $id } ({ $overlap }% in common)
plan-touched = names what changes
plan-done = { $changes ->
    [0] Nothing would change;
    [one] 1 definition would change;
   *[other] { $changes } definitions would change;
} { $unchanged } as before. Nothing was saved: tranche apply does it.
test-fault = ✗ { $segment }, { $about }: { $fault }
test-done = { $n ->
    [0] No examples.
    [one] 1 example,
   *[other] { $n } examples,
} { $faults ->
    [0] all as their files say.
   *[other] { $faults } not as their files say.
}
remove-done = Removed: { $ids }. Earlier versions are kept.
versions-none = Nothing named “{ $id }” was ever saved.
versions-no-such = “{ $id }” has no text as of version { $n }.
versions-saved = { $n }: saved { $at }
versions-removed = { $n }: removed { $at }

cli-library = The ready-made segments: what there is, what is in use, what is unavailable and why
cli-library-example = Example:  tranche library
cli-library-show = Say one of them in words, with the values that your data propose and the size it would have
cli-library-show-example = Example:  tranche library show dormant
cli-library-add = Take one into the base, with the values proposed or yours
cli-library-add-example = Example:  tranche library add dormant --set days=120
cli-arg-ready-made = Id of the ready-made segment
cli-library-add-arg-set = A value of your own for a parameter; may be given several times
library-family = family
library-id = id
library-state = state
library-unavailable-calendars = unavailable: no calendar { $calendars }
library-in-use = in use
library-next = “tranche library show ID” says one in words; “tranche library add ID” takes it in.
library-proposed = { $name } = { $value }, read off { $n ->
    [one] one customer
   *[other] { $from } customers
  }: { $reason }
library-default = { $name } = { $value }: { $reason }
library-size = It would have { $count } members of { $of }.
library-rest = Who is in none of the parts above.
library-parts = It would part { $of } customers into { $n }; { $outside } would be in no part.
library-added = Taken in: { $ids }.
failed-library-calendars = “{ $id }” names calendars that the base does not have: { $calendars }. Import their days into the reference table “calendars” first, with the columns calendar, kind, starts_on and ends_on.
failed-library-unknown = There is no ready-made segment “{ $id }”. “tranche library” lists them all.
failed-library-there = “{ $id }” is in the base already: change its file and apply it, or remove it first.
failed-library-parameter = “{ $id }” has no parameter “{ $name }”. It has: { $names }.

## The server
cli-serve = Open the pages: segments, customers and figures in your browser
cli-serve-example = Example:  tranche serve --base demo-base
cli-serve-arg-address = Address to answer on; this machine only
serve-listening = The pages are at { $address } (this machine only). Stop with Ctrl+C.
failed-serve = The pages cannot be served at { $address }: { $reason }
failed-threads = The threads to count with cannot be started: { $reason }
failed-serve-taken = Something else answers at { $address } already. Choose another port, such as --address 127.0.0.1:8727.
failed-serve-address = { $address } is not this machine alone, and there is no sign-in yet: whoever reached it would read every customer. Use 127.0.0.1 or [::1].
