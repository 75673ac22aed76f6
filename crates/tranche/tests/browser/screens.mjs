// Pictures of every page, at the width of a telephone and of a desk, light and dark: docs/screens/.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, open, served, tranche } from "./house.mjs";
import { pages } from "./pages.mjs";

const folder = new URL("../../../../docs/screens/", import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const house = await served((base) => tranche(base, "demo", "--customers", process.env.CUSTOMERS ?? "3000"));
const chrome = await browser();
try {
  for (const [width, height] of [[360, 780], [1440, 900]]) {
    for (const dark of [false, true]) {
      // One language in each colour shows both.
      const page = await open(chrome, { ...house, lang: dark ? "en" : "fr", width, height, dark });
      for (const [name, path] of pages) {
        await page.goto(path);
        await page.waitForLoadState("networkidle");
        await page.screenshot({ path: join(folder, `${name}-${width}-${dark ? "dark" : "light"}.png`) });
      }
      await page.context().close();
    }
  }
} finally {
  await chrome.close();
  house.stop();
}
