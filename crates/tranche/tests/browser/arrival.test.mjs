// Files on their way in: dropped, looked at, mapped, taken in; what is refused is corrected and sent back.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, faults, open, served, tranche } from "./house.mjs";

let house, chrome;
before(async () => {
  house = await served((base) => tranche(base, "init", "--name", "Shop", "--timezone", "Europe/Paris"));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  house?.stop();
});

/// Orders of which one has an amount that is none, under a customer's name that looks like markup.
const orders = (name) => {
  const rows = Array.from({ length: 30 }, (_, n) => {
    const amount = n === 7 ? "beaucoup" : `${10 + n},50`;
    return `${name}-${n};client${n % 9}@example.com;${String(1 + (n % 28)).padStart(2, "0")}/03/2025;${amount};<b>gras</b>`;
  });
  const path = join(house.folder, `${name}.csv`);
  writeFileSync(path, `Order number;Customer email;Date;Total;Remark\n${rows.join("\n")}\n`);
  return path;
};

for (const script of [true, false]) {
  test(`a file with an error goes in, ${script ? "with" : "without"} script`, async () => {
    const page = await open(chrome, { ...house, script });
    await page.goto("/data");
    await page.setInputFiles("#files", orders(script ? "spring" : "summer"));
    await page.click("text=Look at them");
    await page.waitForURL(/\/data\/import\/\d+$/);
    const total = page.locator("tr", { has: page.locator('th:text-is("Total")') });
    for (let tries = 0; tries < 50 && (await total.count()) === 0; tries++) await page.waitForTimeout(200).then(() => script || page.reload());
    assert.equal(await total.locator("select").inputValue(), "field:amount");
    assert.match(await total.innerText(), /10\.5/);
    if (script) {
      assert.deepEqual(await faults(page), []);
      await page.locator("tr", { has: page.locator('th:text-is("Remark")') }).locator("select").selectOption("out");
      await page.waitForFunction(() => document.querySelector('select[name$=".Remark"]')?.value === "out");
    }
    await page.click('button:has-text("Import")');
    const done = page.locator('h2:text-is("What came in")');
    for (let tries = 0; tries < 50 && (await done.count()) === 0; tries++) await page.waitForTimeout(200).then(() => script || page.reload());
    assert.match(await page.innerText("main"), /1 refused/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test("what was refused is corrected and sent back", async () => {
  const page = await open(chrome, { ...house });
  await page.goto("/data/refused");
  assert.match(await page.innerText("main"), /2 rows or values are refused/);
  await page.locator("tbody a").first().click();
  assert.match(await page.innerText("main"), /beaucoup/);
  for (const file of ["spring.csv", "summer.csv"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`text=Rows of ${file} as CSV`)]);
    const path = join(house.folder, download.suggestedFilename());
    await download.saveAs(path);
    writeFileSync(path, readFileSync(path, "utf8").replace("beaucoup", "17.50"));
    await page.setInputFiles("#files", path);
    await page.click("text=Send back");
    await page.waitForSelector('h2:text-is("What came in")');
    await page.goto("/data/refused");
  }
  assert.match(await page.innerText("main"), /every row that was sent is in/);
  await page.context().close();
});

test("what files say stays text", async () => {
  const page = await open(chrome, { ...house });
  const path = join(house.folder, "people.csv");
  const evil = `<img src=x onerror="document.title='run'">`;
  writeFileSync(path, `customer_id,first_name,city\n1,${evil.replaceAll('"', '""').replace(/^|$/g, '"')},Lyon\n2,Ada,Paris\n3,Bob,Nice\n`);
  await page.goto("/data");
  await page.setInputFiles("#files", path);
  await page.click("text=Look at them");
  await page.waitForSelector("th:text-is('first_name')");
  assert.match(await page.innerText(".examples >> nth=1"), /<img src=x/);
  assert.notEqual(await page.title(), "run");
  assert.equal(await page.locator("main img").count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
