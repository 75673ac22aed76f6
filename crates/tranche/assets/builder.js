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

const number = (text) => Number(String(text).replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));

// Which bars the thresholds take in.
const paint = (question) => {
  const how = question.querySelector("select").value;
  const low = number(question.querySelector("[data-low]").value);
  const high = number(question.querySelector("[data-high]").value);
  const taken = {
    least: (from) => from >= low, more: (from) => from >= low, most: (from) => from <= low, less: (from) => from < low,
    between: (from) => from >= Math.min(low, high) && from <= Math.max(low, high),
    outside: (from) => from < Math.min(low, high) || from > Math.max(low, high),
  }[how];
  question.querySelectorAll(".histogram rect").forEach((bar) => {
    bar.classList.toggle("taken", Boolean(taken) && taken(Number(bar.dataset.from)));
  });
};

const begin = () => {
  document.querySelectorAll("[data-spread]").forEach((spread) => {
    const question = spread.closest(".question");
    spread.querySelectorAll("[data-threshold]").forEach((range) => {
      range.hidden = false;
      range.value = number(question.querySelector(`[data-${range.dataset.threshold}]`).value);
    });
    paint(question);
  });
};

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches("[data-narrows]")) narrow(field);
  const question = field.closest(".question");
  if (!question || !question.querySelector("[data-spread]")) return;
  if (field.matches("[data-threshold]")) question.querySelector(`[data-${field.dataset.threshold}]`).value = field.value;
  for (const side of ["low", "high"]) {
    const range = question.querySelector(`[data-threshold="${side}"]`);
    if (field.matches(`[data-${side}]`)) range.value = number(field.value);
  }
  paint(question);
});

// A threshold that was let go is a change.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-threshold]")) event.target.form.requestSubmit();
});

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
