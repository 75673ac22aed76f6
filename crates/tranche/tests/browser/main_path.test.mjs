// What a marketer does on a first day: takes a ready-made segment, builds one of their own with live counts, undoes,
// saves, looks at its members, how it went, and why somebody is in it. In both languages, and without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, faults, open, served, tranche } from "./house.mjs";

/// Young customers who care for ecology and lately spent 400 to 600 on its products.
const YOUNG_ECO =
  "age between 20 and 30 and interests contains 'écologie' and sum(order_line.amount where product.category in ('eco', 'bio') over last 30 days) between 400 and 600";

let house, chrome;
before(async () => {
  house = await served((base) => {
    tranche(base, "demo", "--customers", "600");
    tranche(base, "remove", "mobile-first");
  });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  house?.stop();
});

/// The counts of the conditions on the page, alone and so far.
const counts = (page) =>
  page.locator(".condition").evaluateAll((conditions) =>
    conditions.map((one) => ["alone", "running"].map((of) => one.querySelector(`.${of}`)?.textContent.replace(/\D/g, "")).map(Number)));

/// What the program counts for a text.
const counted = (text) => JSON.parse(tranche(house.base, "--json", "count", text)).count;

for (const [lang, name, script] of [["en", "Young ones", true], ["fr", "Les jeunes", true], ["en", "Plain ones", false]]) {
  test(`the first day in ${lang}, ${script ? "with" : "without"} script`, async () => {
    const page = await open(chrome, { ...house, lang, script });

    await page.goto("/library?family=channel");
    const offer = page.locator("article#mobile-first");
    if (script && lang === "en") {
      await offer.locator("form button").click();
      await page.waitForURL(/library\?family=channel/);
    }
    if (lang === "en") assert.match(await offer.innerText(), /In use/);

    await page.goto("/builder");
    await page.locator('a[href*="criterion=attribute%3Aage"]').first().click();
    await page.locator("#a").fill("20");
    await page.locator("#b").fill("30");
    await page.locator("form.editor").first().evaluate((form) => form.requestSubmit(), null).catch(() => page.locator("#b").press("Enter"));
    await page.waitForURL(/age%20between%2020%20and%2030|age\+between\+20\+and\+30/);
    const young = counted("age between 20 and 30");
    await page.waitForFunction((n) => document.querySelector(".condition .alone")?.textContent.replace(/\D/g, "") === String(n), young);

    const whole = YOUNG_ECO;
    await page.goto(`/builder?q=${encodeURIComponent(whole)}`);
    const shown = await counts(page);
    assert.equal(shown.length, 3, await page.innerText("main"));
    assert.equal(shown[0][0], young);
    assert.equal(shown[1][1], counted("age between 20 and 30 and interests contains 'écologie'"));
    assert.equal(shown[2][1], counted(whole));
    if (script) assert.deepEqual(await faults(page), []);

    await page.locator("#part-2 summary").first().click();
    await page.locator('#part-2 a[data-tool="remove"]').click();
    await page.waitForFunction(() => document.querySelectorAll(".condition").length === 2);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll(".condition").length === 3);

    await page.goto(`/builder?q=${encodeURIComponent("age between 20 and 30")}`);
    await page.locator("#name-en").fill(name);
    await page.locator("#name-fr").fill(name);
    await page.locator('form[action*="/builder/save"] button[type="submit"], form[action*="/builder/save"] button:not([type])').first().click();
    await page.waitForLoadState("networkidle");
    const id = name.toLowerCase().replaceAll(" ", "-");
    await page.goto(`/segments/${id}`);
    assert.match(await page.innerText("h1"), new RegExp(name));
    assert.match((await page.innerText("main")).replace(/[\s\u202f]/g, ""), new RegExp(String(young)));
    if (script) {
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await faults(page), []);
    }

    const [member] = JSON.parse(tranche(house.base, "--json", "members", id)).members;
    await page.goto(`/segments/${id}`);
    await page.locator("nav.tabs a", { hasText: lang === "fr" ? "Membres" : "Members" }).click();
    assert.match(await page.innerText("main"), new RegExp(member.id ?? member));
    await page.goto(`/customers/${member.id ?? member}?why=${id}`);
    const why = await page.innerText("main");
    assert.match(why, lang === "fr" ? /âge/ : /age/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
