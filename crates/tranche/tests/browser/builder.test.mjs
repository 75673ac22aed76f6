// What the builder's editors do: steps, what follows what, habits; a threshold moved on the picture of the base's own
// values; saving that is refused; versions compared and gone back to. With a pointer, with the keyboard, without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, faults, open, overflows, served, tranche } from "./house.mjs";

let house, chrome;
before(async () => {
  house = await served((base) => tranche(base, "demo", "--customers", "400"));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  house?.stop();
});

const build = (text) => `/builder?q=${encodeURIComponent(text)}&edit=0`;
/// The definition as the address has it.
const definition = (page) => new URL(page.url()).searchParams.get("q");
const counted = (text) => JSON.parse(tranche(house.base, "--json", "count", text)).count;
/// Waits until the address holds a definition, and the page its count.
const becomes = async (page, text) => {
  await page.waitForFunction((q) => new URL(location.href).searchParams.get("q") === q, text).catch(() => assert.equal(definition(page), text));
  await page.waitForFunction((n) => document.querySelector(".hero")?.textContent.replace(/\D/g, "") === String(n), counted(text));
};
/// Waits until a segment is saved, and fails with what was said where it is refused.
const saved = async (page, id) => {
  await page.waitForURL(({ pathname }) => [`/segments/${id}`, "/builder/save"].includes(pathname), { waitUntil: "commit" });
  if (!page.url().includes("/builder/save")) return;
  await page.waitForLoadState();
  assert.fail((await page.locator(".wrong, .notice.bad").allInnerTexts()).join("; "));
};
const apply = (page) => page.locator("form.editor button.primary").click();

for (const script of [true, false]) {
  test(`every form is filled in by clicking, ${script ? "with" : "without"} script`, async () => {
    const page = await open(chrome, { ...house, script });
    const choose = async (name, value) => {
      await page.locator(`form.editor [name="${name}"]`).selectOption(value);
      if (!script) await apply(page);
    };

    await page.goto("/builder");
    await page.locator('a[href*="criterion=sequence"]').evaluate((link) => link.closest("details").setAttribute("open", ""));
    await page.locator('a[href*="criterion=sequence"]').click();
    await becomes(page, "sequence(cart_add, then order within 7 days)");
    await page.locator('form.editor button[value="add"]').click();
    await becomes(page, "sequence(cart_add, then order within 7 days, then order within 7 days)");
    await choose("s0.stream", "session");
    await becomes(page, "sequence(session, then order within 7 days, then order within 7 days)");
    await page.locator('form.editor [name="s2.in"]').fill("30");
    await page.locator('form.editor button[value="up-1"]').click();
    await becomes(page, "sequence(order, then session within 7 days, then order within 30 days)");
    await choose("s2.without", "cart_add");
    await becomes(page, "sequence(order, then session within 7 days, then order within 30 days, without cart_add)");
    if (script) assert.deepEqual(await faults(page), []);
    await page.locator('form.editor button[name="drop"][value="s2.x0."]').click();
    await becomes(page, "sequence(order, then session within 7 days, then order within 30 days)");
    await page.locator('form.editor button[value="remove-1"]').click();
    await becomes(page, "sequence(order, then order within 30 days)");

    await page.goto(build("any(cart_add over last 90 days)"));
    await choose("more", "@followed");
    await becomes(page, "any(cart_add where followed by order within 7 days over last 90 days)");
    await page.locator('form.editor [name="f0.way"]').selectOption("not_followed");
    await page.locator('form.editor [name="f0.in"]').fill("2");
    await apply(page);
    await becomes(page, "any(cart_add where not followed by order within 2 days over last 90 days)");

    await page.goto(build("any(order)"));
    await choose("measure", "active");
    await becomes(page, "active in at least 4 of last 6 months (order)");
    await page.locator('form.editor [name="active"]').fill("2");
    await page.locator('form.editor [name="periods"]').fill("8");
    await page.locator('form.editor [name="period"]').selectOption("week");
    await apply(page);
    await becomes(page, "active in at least 2 of last 8 weeks (order)");
    await choose("measure", "restarted");
    await page.locator('form.editor [name="silence"]').fill("3");
    await apply(page);
    await becomes(page, "restarted (order over last 30 days) after 3 months");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

for (const [script, lang, width, dark] of [[true, "en", 1440, false], [false, "fr", 360, true]]) {
  test(`values made of others, those compared, groups of details: by clicking, ${script ? "with" : "without"} script`, async () => {
    const page = await open(chrome, { ...house, script, lang, width, dark });
    const field = (name) => page.locator(`form.editor [name="${name}"]`);
    const choose = async (name, value) => {
      await field(name).selectOption(value);
      if (!script) await apply(page);
    };
    const press = async (name, value) => {
      const button = page.locator(`form.editor button[name="${name}"][value="${value}"]`);
      const menu = button.locator("xpath=ancestor::details[1]");
      if (await menu.count()) await menu.evaluate((details) => details.setAttribute("open", ""));
      await button.click();
    };

    await page.goto(build("sum(order.amount) >= 30"));
    await choose("calc", "over");
    await becomes(page, "sum(order.amount) / count(order) >= 30");
    await field("v.op").selectOption("minus");
    await apply(page);
    await becomes(page, "sum(order.amount) - count(order) >= 30");
    await choose("v.r.measure", "sum:discount");
    await becomes(page, "sum(order.amount) - sum(order.discount) >= 30");
    if (script) assert.deepEqual(await faults(page), []);
    assert.equal(await overflows(page), false);
    await press("drop", "v.r.");
    await becomes(page, "sum(order.amount) >= 30");
    await choose("o.of", "rows:order");
    await becomes(page, "sum(order.amount) >= count(order over last 12 months)");
    await choose("o.measure", "sum:discount");
    await becomes(page, "sum(order.amount) >= sum(order.discount over last 12 months)");
    await choose("o.of", "typed");
    await becomes(page, "sum(order.amount) >= 1");
    await field("how").selectOption("top");
    await page.locator("#a").fill("10");
    await apply(page);
    await becomes(page, "percentile(sum(order.amount)) > 90%");
    await choose("among.criterion", "attribute:vip");
    await becomes(page, "percentile(sum(order.amount) among (vip = true)) > 90%");
    await choose("among.also", "any:order");
    await becomes(page, "percentile(sum(order.amount) among (vip = true and any(order over last 12 months))) > 90%");
    await choose("among.joined", "any");
    await becomes(page, "percentile(sum(order.amount) among (vip = true or any(order over last 12 months))) > 90%");
    if (script) assert.deepEqual(await faults(page), []);
    assert.equal(await overflows(page), false);
    await press("drop", "among.");
    await becomes(page, "percentile(sum(order.amount)) > 90%");

    await page.goto(build("any(order where amount >= 50 and channel = 'web')"));
    await press("wrap", "f0.");
    await becomes(page, "any(order where at least 1 of (amount >= 50) and channel = 'web')");
    await choose("f0.more", "discount");
    await becomes(page, "any(order where (amount >= 50 or discount is known) and channel = 'web')");
    await choose("f0.f0.o.of", "field:discount");
    await becomes(page, "any(order where (amount >= discount or discount is known) and channel = 'web')");
    await choose("more", "@rows:order_line");
    await becomes(page, "any(order where (amount >= discount or discount is known) and channel = 'web' and any(order_line))");
    await field("w").selectOption("previous_fiscal");
    await apply(page);
    await becomes(page, "any(order where (amount >= discount or discount is known) and channel = 'web' and any(order_line) previous fiscal year)");
    if (script) assert.deepEqual(await faults(page), []);
    assert.equal(await overflows(page), false);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test("codes are called as people call them, and thresholds stand on what a table says", async () => {
  const page = await open(chrome, { ...house, lang: "fr" });
  await page.goto(build("gender = 'female'"));
  assert.match(await page.locator(".checks").innerText(), /femme female/);
  await page.goto(build("any(order_line where product.usual_life_days >= 50)"));
  assert.equal(await page.locator(".filter .histogram").count(), 1);
  await page.context().close();
});

test("a threshold moves on the values of the base, by pointer and by key", async () => {
  const page = await open(chrome, house);
  await page.goto(build("sum(order.amount) >= 1"));
  const picture = page.locator(".histogram");
  const { x, y, width, height } = await picture.boundingBox();
  await page.mouse.move(x + 3, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => !new URL(location.href).searchParams.get("q")?.endsWith(">= 1"));
  const dragged = definition(page);
  await becomes(page, dragged);
  await page.locator('[data-threshold="low"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((q) => new URL(location.href).searchParams.get("q") !== q, dragged);
  const stepped = definition(page);
  assert.ok(counted(stepped) <= counted(dragged), stepped);
  const proposal = page.locator(".if-proposals button").nth(1);
  const value = await proposal.getAttribute("value");
  await proposal.click();
  await becomes(page, `sum(order.amount) >= ${value}`);

  await page.goto(build("signed_up_at >= 2026-01-01"));
  await page.locator('[data-threshold="low"]').focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => /signed_up_at >= 202[0-9]-/.test(new URL(location.href).searchParams.get("q")) && !location.href.includes("2026-01-01"));
  await page.goto(build("any(order where amount >= 50)"));
  assert.equal(await page.locator(".filter .histogram").count(), 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("conditions are doubled, moved by key and by pointer, and all of it is undone by going back", async () => {
  const page = await open(chrome, house);
  const two = "any(order) and count(order) >= 2";
  await page.goto(`/builder?q=${encodeURIComponent(two)}`);
  await page.locator("#edit-0").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await becomes(page, "count(order) >= 2 and any(order)");
  await page.waitForFunction(() => document.activeElement?.id === "edit-1");
  await page.keyboard.press("Alt+ArrowUp");
  await becomes(page, two);
  await page.locator("#part-1 summary").first().click();
  await page.locator('#part-1 a[data-tool="copy"]').click();
  await becomes(page, `${two} and count(order) >= 2`);
  await page.goto(`/builder?q=${encodeURIComponent(two)}`);
  await page.locator("#part-1 > .condition-head [data-grip]").dragTo(page.locator("#part-0 > .condition-head .sentence"));
  await becomes(page, "count(order) >= 2 and any(order)");
  await page.goBack();
  await becomes(page, two);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a value that cannot be read stays in its field, and is told", async () => {
  const page = await open(chrome, { ...house, script: false });
  await page.goto(build("count(order) >= 2"));
  await page.locator("#a").fill("many");
  await apply(page);
  assert.match(await page.locator('[role="alert"]').innerText(), /“many” is not a number/);
  assert.equal(await page.locator("#a").inputValue(), "many");
  await page.locator("#a").fill("3");
  await page.locator("details.local summary").first().click();
  await page.locator('[name="wd"][value="saturday"]').check();
  await apply(page);
  await becomes(page, "count(order on weekdays (saturday)) >= 3");
  await page.context().close();
});

test("what it comes to: shares, channels, ten members each with why, as of any day", async () => {
  const page = await open(chrome, house);
  const text = "count(order) >= 2";
  await page.goto(`/builder?q=${encodeURIComponent(text)}`);
  await page.waitForFunction(() => document.querySelectorAll(".members tbody tr").length === 10);
  await page.waitForFunction(() => document.querySelectorAll("#reach dd").length === 3);
  const shown = await page.locator(".result").innerText();
  assert.match(shown, /Share of the base\s+\d+\.\d%/);
  assert.match(shown, /Share of revenue\s+\d+\.\d%/);
  await page.locator(".members tbody a").first().click();
  await page.waitForURL(/customers/);
  assert.match(await page.locator("#why").innerText(), /at least 2 orders/);
  await page.goto(`/builder?q=${encodeURIComponent(text)}&as_of=2025-06-01`);
  const then = JSON.parse(tranche(house.base, "--json", "count", text, "--as-of", "2025-06-01")).count;
  assert.equal((await page.locator(".hero").innerText()).replace(/\D/g, ""), String(then));
  assert.notEqual(then, counted(text));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("saving that is refused keeps what was filled in, with the reason beside the field", async () => {
  for (const script of [true, false]) {
    const page = await open(chrome, { ...house, script });
    const name = script ? "Buyers twice" : "Buyers plain";
    const id = name.toLowerCase().replace(" ", "-");
    for (const attempt of [1, 2]) {
      await page.goto("/builder?q=count(order)%20%3E%3D%202");
      await page.locator("#name-en").fill(name);
      await page.locator("#name-fr").fill("Acheteurs");
      await page.locator("form.saves summary").click();
      await page.locator("#note").fill("Two orders at least");
      await page.locator("form.saves button.primary").click();
      if (attempt === 1) await saved(page, id);
    }
    assert.match(await page.locator("#wrong-id").innerText(), /already/);
    assert.equal(await page.locator("#note").inputValue(), "Two orders at least");
    assert.equal(await page.locator("#name-fr").inputValue(), "Acheteurs");
    assert.equal(await page.locator(".condition").count(), 1);
    await page.locator("#id-of").fill(`${id}-2`);
    await page.locator("form.saves button.primary").click();
    await page.waitForURL(`**/segments/${id}-2`, { waitUntil: "commit" });
    await page.context().close();
  }
});

for (const [lang, width, dark] of [["en", 1440, false], ["fr", 360, true]]) {
  test(`versions are compared and gone back to, ${lang}`, async () => {
    const id = `regulars-${lang}`;
    const page = await open(chrome, { ...house, lang, width, dark });
    for (const n of [1, 2, 3]) {
      await page.goto(`/builder?${n > 1 ? `segment=${id}&` : ""}q=${encodeURIComponent(`count(order) >= ${n}`)}`);
      await page.locator(`#name-${lang}`).fill(`Regulars ${lang}`);
      if (!(await page.locator("#note").isVisible())) await page.locator("form.saves summary").click();
      await page.locator("#note").fill(`Take ${n}`);
      await page.locator("#owner").fill("Ana");
      await page.locator("form.saves button.primary").click();
      await saved(page, id);
    }
    await page.goto(`/segments/${id}?view=versions`);
    assert.equal(await page.locator(".versions > li").count(), 3);
    const second = page.locator("#version-2");
    const lost = counted("count(order) >= 1") - counted("count(order) >= 2");
    assert.match((await second.innerText()).replace(/[\s\u202f]/g, " "), /Ana.*Take 2/s);
    assert.match(await second.innerText(), new RegExp(`\\b${lost}\\b`));
    for (const language of ["en", "fr"]) assert.equal(await second.locator(`.diff[lang="${language}"]`).count(), 1);
    assert.equal(await second.locator(".whos li").count(), Math.min(lost, 10));
    await page.locator('select[name="from"]').selectOption("3");
    await page.locator('select[name="to"]').selectOption("1");
    await page.locator(".compare button").click();
    await page.waitForURL(/from=3&to=1/);
    assert.match(await page.locator("#compared").innerText(), new RegExp(`\\b${counted("count(order) >= 1") - counted("count(order) >= 3")}\\b`));
    assert.deepEqual(await faults(page), []);
    assert.equal(await overflows(page), false);
    await page.locator('form[action$="/versions/1/restoring"] button').click();
    await page.waitForFunction(() => document.querySelector("#version-4"));
    assert.equal(JSON.parse(tranche(house.base, "--json", "members", id)).members.length > 0, true);
    await page.goto(`/builder?segment=${id}`);
    assert.equal(await page.locator("#q").inputValue(), "count(order) >= 1");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
