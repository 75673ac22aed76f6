// The words of a base: changed on their page, asked about first where values would go from view; and where values come from.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, faults, open, served, tranche } from "./house.mjs";

let house, chrome;
before(async () => {
  house = await served((base, folder) => {
    tranche(base, "init", "--name", "Shop", "--timezone", "Europe/Paris");
    const clients = (name, town) => {
      const path = join(folder, name);
      writeFileSync(path, `customer_id,first_name,shoe,town\n1,Ada,38,${town}\n2,Bob,grand,Paris\n3,Eve,41,Nice\n`);
      return path;
    };
    const mapping = join(folder, "mapping.toml");
    writeFileSync(mapping, `source = "crm"

[[file]]
match = "*.csv"
  [[file.feed]]
  attributes = true
  customer = "customer_id"
  fields.shoe = { column = "shoe", type = "text" }
  fields.town = { column = "town", type = "text" }
`);
    tranche(base, "import", "--mapping", mapping, clients("clients.csv", "Lyon"));
    tranche(base, "import", "--mapping", mapping, clients("clients-2.csv", "Lille"));
  });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  house?.stop();
});

for (const script of [true, false]) {
  test(`a word is changed ${script ? "with" : "without"} script`, async () => {
    const page = await open(chrome, { ...house, script });
    await page.goto("/data/schema");
    await page.locator("td.code", { hasText: /^shoe$/ }).locator("xpath=../th/a").click();
    await page.fill("#label-en", script ? "Shoe size" : "Size of shoes");
    await page.click('button:has-text("Save")');
    assert.match(await page.innerText("main"), /Saved\./);
    assert.match(await page.innerText("h1"), script ? /Shoe size/ : /Size of shoes/);
    await page.selectOption("#type", script ? "number" : "text");
    await page.click('button:has-text("Save")');
    assert.match(await page.innerText("h1"), /Before it changes/);
    if (script) {
      assert.match(await page.innerText("main"), /2 values read as number[^]*grand/);
      assert.deepEqual(await faults(page), []);
      await page.goBack();
      assert.match(await page.innerText("h1"), /Shoe size/, "nothing was changed");
      await page.goForward();
    }
    await page.click("form button");
    assert.match(await page.innerText("main"), /Saved\./);
    await page.goto("/customers/2");
    assert.equal(/grand/.test(await page.innerText(".facts-of .facts >> nth=0 >> xpath=ancestor::section")), !script, "kept, and there again");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test("a change that is impossible keeps the form, with the reason beside the field", async () => {
  const page = await open(chrome, { ...house, script: false });
  await page.goto("/data/schema/town");
  await page.fill("#label-en", "Home town");
  await page.fill("#rename", "Home Town");
  await page.click('button:has-text("Save")');
  assert.match(await page.innerText("#wrong-rename"), /cannot be a name/);
  assert.equal(await page.inputValue("#rename"), "Home Town");
  assert.equal(await page.inputValue("#label-en"), "Home town");
  await page.context().close();
});

test("on a phone the profile comes before what happened, and is short", async () => {
  const page = await open(chrome, { ...house, width: 360 });
  await page.goto("/customers/1");
  const top = async (selector) => (await page.locator(selector).boundingBox()).y;
  assert.ok((await top(".profile")) < (await top("#timeline")));
  assert.ok((await top("#timeline")) < (await top(".identity")));
  await page.context().close();
});

test("a profile says where its values come from, and what was before", async () => {
  const page = await open(chrome, { ...house });
  await page.goto("/customers/1");
  assert.match(await page.innerText("main"), /Unless said otherwise: clients\.csv \(crm\), received/);
  await page.click("#sources summary");
  const sources = await page.innerText("#sources");
  assert.match(sources, /Lille[^]*clients-2\.csv \(crm\)[^]*Lyon[^]*clients\.csv \(crm\)/);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});
