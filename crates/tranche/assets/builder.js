// What the builder gains where scripts run: narrowing the criteria, thresholds on the picture of a spread, moving
// conditions by pointer, and a question before unsaved work is left. All of it can be done without.
"use strict";

document.documentElement.classList.add("scripted");

const narrow = (field) => {
  const wanted = field.value.trim().toLocaleLowerCase();
  document.querySelectorAll(`${field.dataset.narrows} [data-family]`).forEach((family, place) => {
    let found = 0;
    family.querySelectorAll("li").forEach((line) => {
      line.hidden = !line.textContent.toLocaleLowerCase().includes(wanted);
      if (!line.hidden) found += 1;
    });
    family.hidden = found === 0;
    family.open = wanted ? found > 0 : place === 0;
  });
};

// A day of the calendar is a number as well: its days since 1970.
const DAY = 86400000;
const number = (text, isDay) => isDay ? Date.parse(text) / DAY : Number(String(text).replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
const written = (value, isDay) => isDay ? new Date(Math.round(value) * DAY).toISOString().slice(0, 10) : String(value);
const isDays = (question) => question.querySelector("[data-spread]").dataset.days !== undefined;
const field = (question, side) => question.querySelector(`[data-${side}]`);

// Which bars the thresholds take in, and where they stand.
const paint = (question) => {
  const how = question.querySelector("select").value;
  const [low, high] = ["low", "high"].map((side) => number(field(question, side).value, isDays(question)));
  const taken = {
    least: (from) => from >= low, more: (from) => from >= low, most: (from) => from <= low, less: (from) => from < low,
    between: (from) => from >= Math.min(low, high) && from <= Math.max(low, high),
    outside: (from) => from < Math.min(low, high) || from > Math.max(low, high),
  }[how];
  question.querySelectorAll(":scope > .spread rect[data-from]").forEach((bar) => {
    bar.classList.toggle("taken", Boolean(taken) && taken(Number(bar.dataset.from)));
  });
  question.querySelectorAll(":scope > .spread [data-mark]").forEach((mark) => {
    const { min, max } = question.querySelector('[data-threshold="low"]');
    const share = ((mark.dataset.mark === "low" ? low : high) - min) / (max - min);
    if (Number.isFinite(share)) mark.setAttribute("x", Math.min(Math.max(share, 0), 0.995) * 320);
  });
};

const begin = () => {
  document.querySelectorAll("[data-spread]").forEach((spread) => {
    const question = spread.closest(".question");
    spread.querySelectorAll("[data-threshold]").forEach((range) => {
      range.hidden = false;
      range.value = number(field(question, range.dataset.threshold).value, isDays(question));
    });
    paint(question);
  });
};

document.addEventListener("input", (event) => {
  const changed = event.target;
  if (changed.matches("[data-narrows]")) narrow(changed);
  const question = changed.closest(".question");
  if (!question || !question.querySelector("[data-spread]")) return;
  if (changed.matches("[data-threshold]")) field(question, changed.dataset.threshold).value = written(changed.value, isDays(question));
  for (const side of ["low", "high"]) {
    const range = question.querySelector(`[data-threshold="${side}"]`);
    if (changed.matches(`[data-${side}]`)) range.value = number(changed.value, isDays(question));
  }
  paint(question);
});

// A threshold that was let go is a change.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-threshold]")) event.target.form.requestSubmit();
});

// On the picture itself the nearer threshold follows the pointer.
let moved = null;
const drag = (event) => {
  const { left, width } = moved.picture.getBoundingClientRect();
  const { min, max, step } = moved.range;
  const at = Number(min) + Math.min(Math.max((event.clientX - left) / width, 0), 1) * (max - min);
  moved.range.value = Math.round((at - min) / step) * step + Number(min);
  moved.range.dispatchEvent(new Event("input", { bubbles: true }));
};
document.addEventListener("pointerdown", (event) => {
  const picture = event.target.closest && event.target.closest(".histogram");
  if (!picture || event.button !== 0) return;
  const marks = [...picture.querySelectorAll("[data-mark]")];
  if (marks.length === 0) return;
  const far = (mark) => Math.abs(mark.getBoundingClientRect().left - event.clientX);
  const [mark] = marks.sort((a, b) => far(a) - far(b));
  moved = { picture, range: picture.parentElement.querySelector(`[data-threshold="${mark.dataset.mark}"]`) };
  picture.setPointerCapture(event.pointerId);
  drag(event);
});
document.addEventListener("pointermove", (event) => { if (moved) drag(event); });
document.addEventListener("pointerup", (event) => {
  if (!moved) return;
  drag(event);
  const { form } = moved.range;
  moved = null;
  form.requestSubmit();
});
document.addEventListener("pointercancel", () => { moved = null; });

// Moving by pointer: the server is asked for the text in which the part stands elsewhere.
let dragged = null;
const place = (event) => {
  const part = event.target.closest && event.target.closest("[data-part], [data-group]");
  return part && dragged && part !== dragged && !dragged.contains(part) ? part : null;
};
document.addEventListener("dragstart", (event) => {
  const grip = event.target.closest && event.target.closest("[data-grip]");
  if (!grip) return;
  dragged = grip.closest("[data-part]");
  dragged.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.part);
});
const clear = () => document.querySelectorAll(".drop-here").forEach((part) => part.classList.remove("drop-here"));
document.addEventListener("dragover", (event) => {
  const part = place(event);
  if (!part) return;
  event.preventDefault();
  clear();
  part.classList.add("drop-here");
});
document.addEventListener("drop", (event) => {
  const part = place(event);
  if (!part) return;
  event.preventDefault();
  const steps = (part.dataset.part ?? "").split(".");
  const position = steps.pop();
  const isGroup = part.dataset.group !== undefined;
  const words = new URLSearchParams(location.search);
  for (const word of ["edit", "find", "into", "new"]) words.delete(word);
  const text = document.querySelector("#q");
  if (text) words.set("q", text.defaultValue);
  words.set("do", "move");
  words.set("at", dragged.dataset.part);
  words.set("to", isGroup ? part.dataset.group : steps.join("."));
  if (!isGroup) words.set("position", position);
  within = true;
  location.assign(`/builder?${words}`);
});
document.addEventListener("dragend", () => {
  clear();
  if (dragged) dragged.classList.remove("dragged");
  dragged = null;
});

// Leaving with unsaved work asks, unless the step stays inside the builder or saves.
let within = false;
// The language and the colours are chosen on the way back to the same text.
const stayed = (address) => /^\/(builder|language|theme)(\/|$)/.test(new URL(address).pathname);
const stays = (event) => {
  const link = event.target.closest && event.target.closest("a[href]");
  if (link && stayed(link.href)) within = true;
};
document.addEventListener("click", stays);
document.addEventListener("submit", (event) => {
  if (stayed(event.target.action)) within = true;
});
addEventListener("pageshow", () => { within = false; });
// Going back takes a step back: nothing is lost by it.
addEventListener("popstate", () => { within = true; });
addEventListener("beforeunload", (event) => {
  const builder = document.querySelector("[data-unsaved]");
  if (builder && !within) event.preventDefault();
});

// The keyboard moves a condition as well: Alt with an arrow, from its sentence. The sentence keeps the focus.
let followed = null;
document.addEventListener("keydown", (event) => {
  const word = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const part = event.altKey && word && event.target.closest && event.target.closest(".condition");
  const tool = part && part.querySelector(`[data-tool="${word}"]`);
  if (!tool) return;
  event.preventDefault();
  followed = part.querySelector(".sentence").textContent;
  tool.click();
});

document.addEventListener("htmx:afterSettle", (event) => {
  begin();
  // What is fetched after the page leaves it as it is.
  if (!event.detail.boosted) return;
  within = false;
  const same = [...document.querySelectorAll(".sentence")].find((sentence) => sentence.textContent === followed);
  if (same) same.focus();
  followed = null;
});
begin();
