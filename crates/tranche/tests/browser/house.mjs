// A base served for a test, and a browser to look at it. Everything stops by itself.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = new URL("../../../../", import.meta.url).pathname;
const program = process.env.TRANCHE ?? join(root, "target/debug/tranche");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/// Runs the program on a base and fails with what it said.
export const tranche = (base, ...args) => {
  const { status, stdout, stderr } = spawnSync(program, ["--base", base, "--lang", "en", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`tranche ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
};

/// A served base; `make` fills it. `stop` ends the server and removes the base.
export const served = async (make) => {
  const folder = mkdtempSync(join(tmpdir(), "tranche-browser-"));
  const base = join(folder, "base");
  make(base, folder);
  const server = spawn(program, ["--base", base, "--json", "serve", "--address", "127.0.0.1:0"]);
  const address = await new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (piece) => {
      said += piece;
      const found = said.match(/"address": "(http[^"]+)"/);
      if (found) resolve(found[1]);
    });
    server.stderr.on("data", (piece) => (said += piece));
    server.on("exit", () => reject(new Error(`the server ended: ${said}`)));
  });
  const stop = () => {
    server.kill("SIGINT");
    rmSync(folder, { recursive: true, force: true });
  };
  return { address, base, folder, stop };
};

/// The browser that Debian ships, without anything that asks the network.
export const browser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });

/// A window of a size, in a language and colours. Whatever the browser complains of is kept in `page.complaints`.
export const open = async (chrome, { address, lang = "en", width = 1440, height = 900, dark = false, script = true }) => {
  const context = await chrome.newContext({
    baseURL: address, locale: lang, viewport: { width, height }, colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: script, acceptDownloads: true, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  return page;
};

/// Serious faults that axe finds on the page as it stands.
export const faults = async (page) => {
  // The policy of the site runs no script that is not its own: this one is put in from outside the page.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
};

/// Whether something on the page is wider than the window.
export const overflows = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
