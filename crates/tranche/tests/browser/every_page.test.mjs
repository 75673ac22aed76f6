// What holds for every page: in both languages, at the least width, light and dark, for those who do not see it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, faults, open, overflows, served, tranche } from "./house.mjs";
import { pages } from "./pages.mjs";

let house, chrome;
before(async () => {
  house = await served((base) => tranche(base, "demo", "--customers", "400"));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  house?.stop();
});

for (const [name, path] of pages) {
  for (const [lang, width, dark] of [["en", 1440, false], ["fr", 360, true]]) {
    test(`${name} in ${lang} at ${width} pixels`, async () => {
      const page = await open(chrome, { ...house, lang, width, dark });
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.getAttribute("html", "lang"), lang);
      assert.deepEqual(await faults(page), []);
      assert.equal(await overflows(page), false, "the page is wider than the window");
      const keys = (await page.innerText("body")).match(/\b[a-z]+(-[a-z]+){1,4}\b(?= |$)/gm) ?? [];
      assert.deepEqual(keys.filter((word) => /^(page|library|data|arrival|quality|overview|builder|segment|customer|analysis|failed)-/.test(word)), []);
      const expected = name === "missing" ? 1 : 0;
      assert.equal(page.complaints.length, expected, page.complaints.join("\n"));
      await page.context().close();
    });
  }
}
