// Draws the pictures that the server describes: colours by role, numbers as the page's language writes them.
"use strict";

const drawn = new Map();

const role = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Texts such as "var(--accent)" name a colour of the page.
const coloured = (value) => {
  if (typeof value === "string") return value.replace(/var\((--[a-z0-9-]+)\)/g, (_, name) => role(name));
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
  }
  return value;
};

const formats = (form) => {
  const lang = document.documentElement.lang;
  const options = {
    count: { maximumFractionDigits: 0 },
    number: { maximumFractionDigits: 2 },
    share: { style: "percent", maximumFractionDigits: 1 },
    aside: { style: "percent", maximumFractionDigits: 1, signDisplay: "never" },
    money: { style: "currency", currency: form.currency || "EUR", maximumFractionDigits: 0 },
  }[form.kind || "number"];
  const format = new Intl.NumberFormat(lang, options);
  return (value) => {
    const number = Array.isArray(value) ? value[value.length - 1] : value;
    return typeof number === "number" ? format.format(number) : (number ?? "–");
  };
};

const draw = (place) => {
  const described = JSON.parse(place.dataset.chart);
  const option = coloured(described.option);
  const write = formats(described.format || {});
  option.textStyle = { fontFamily: "Inter, system-ui, sans-serif", color: role("--muted") };
  option.animation = false;
  // A tooltip drawn as text needs no markup, which the policy of the site would refuse to style.
  option.tooltip = {
    renderMode: "richText", confine: true, backgroundColor: role("--card"), borderColor: role("--line"),
    textStyle: { color: role("--ink"), fontSize: 12 }, valueFormatter: write, ...(option.tooltip || {}),
  };
  for (const axis of [option.yAxis, option.xAxis].flat().filter(Boolean)) {
    if (axis.type === "value" || axis.type === "log") axis.axisLabel = { ...(axis.axisLabel || {}), formatter: write };
    axis.axisLine = { lineStyle: { color: role("--line") }, ...(axis.axisLine || {}) };
    axis.splitLine = { lineStyle: { color: role("--line") }, ...(axis.splitLine || {}) };
    axis.axisLabel = { color: role("--muted"), hideOverlap: true, ...(axis.axisLabel || {}) };
  }
  for (const series of [option.series].flat().filter(Boolean)) {
    if (series.label && series.label.written) series.label.formatter = (at) => write(at.value);
  }
  place.classList.add("drawn");
  const chart = drawn.get(place) || echarts.init(place, null, { renderer: "canvas" });
  drawn.set(place, chart);
  chart.setOption(option, true);
};

const drawAll = (root) => {
  for (const place of drawn.keys()) {
    if (!place.isConnected) { drawn.get(place).dispose(); drawn.delete(place); }
  }
  root.querySelectorAll("[data-chart]").forEach(draw);
};

drawAll(document);
document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target));
addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(document));
// Paper has a width of its own, and is given a picture: of a canvas some browsers print only what was drawn last.
const PAPER = 640;
addEventListener("beforeprint", () => drawn.forEach((chart, place) => {
  chart.resize({ width: PAPER });
  const picture = new Image();
  picture.src = chart.getDataURL({ pixelRatio: 2, backgroundColor: role("--card") });
  picture.className = "printed";
  picture.alt = "";
  place.after(picture);
}));
addEventListener("afterprint", () => {
  document.querySelectorAll("img.printed").forEach((picture) => picture.remove());
  drawn.forEach((chart) => chart.resize({ width: "auto" }));
});
