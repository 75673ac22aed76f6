// What pages gain where scripts run. It knows nothing of segments: the server draws everything.
"use strict";

// Nothing of a page is run, and no style is written into it: the policy of the site forbids both.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;

// That a page was waited for is no part of its address.
const address = new URL(location);
if (address.searchParams.has("wait")) {
  address.searchParams.delete("wait");
  history.replaceState(history.state, "", address);
}

document.addEventListener("keydown", (event) => {
  const seek = document.querySelector("[data-seek]");
  if (seek && event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
    event.preventDefault();
    seek.focus();
    seek.select();
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu.removeAttribute("open"));
    document.querySelectorAll(".found").forEach((found) => found.replaceChildren());
  }
});

// A menu closes when something else is clicked.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});

// A field marked so sends its form when it changes.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});

// Files dropped on a form are chosen in it, and sent.
document.querySelectorAll("[data-drop]").forEach((form) => {
  const over = (is) => (event) => { event.preventDefault(); form.classList.toggle("over", is); };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length === 0) return;
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
    form.requestSubmit();
  });
});

// A language that the address names is that of the pieces fetched later, too.
document.addEventListener("htmx:configRequest", (event) => {
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang) event.detail.parameters.lang ??= lang;
});
