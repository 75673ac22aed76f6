// The addresses of the pages of a demo shop, each with the name of its picture.
const text = encodeURIComponent(
  "age between 20 and 40 and country = 'FR' and (sum(order.amount over last 30 days) between 100 and 600 or count(order over last 90 days) >= 2)",
);

export const pages = [
  ["overview", "/?trends=1"],
  ["segments", "/segments?trends=1"],
  ["segment", "/segments/vip"],
  ["segment-members", "/segments/vip?view=members"],
  ["segment-makeup", "/segments/vip?view=makeup"],
  ["segment-overlap", "/segments/vip?view=overlap"],
  ["segment-versions", "/segments/vip?view=versions"],
  ["builder", `/builder?q=${text}`],
  ["builder-editor", `/builder?q=${text}&edit=2`],
  ["builder-text", "/builder?q=age+betwen+20+and+30"],
  ["customers", "/customers?q=tours"],
  ["customer", "/customers/C000009?why=loyal&since=1"],
  ["search", "/search?q=vip"],
  ["library", "/library?family=value"],
  ["library-one", "/library/vip"],
  ["data", "/data"],
  ["quality", "/data/quality"],
  ["refused", "/data/refused"],
  ["schema", "/data/schema"],
  ["word", "/data/schema/phone"],
  ["word-change", "/data/schema/phone/change?type=number&rename=phone"],
  ["analyses", "/analyses"],
  ["analysis-rfm", "/analyses/rfm"],
  ["analysis-abc", "/analyses/abc"],
  ["analysis-cohorts", "/analyses/cohorts"],
  ["missing", "/no-such-page"],
];
