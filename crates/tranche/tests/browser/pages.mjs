// The addresses of the pages of a demo shop, each with the name of its picture.
export const pages = [
  ["overview", "/"],
  ["library", "/library?family=value"],
  ["library-one", "/library/vip"],
  ["data", "/data"],
  ["quality", "/data/quality"],
  ["refused", "/data/refused"],
  ["schema", "/data/schema"],
  ["missing", "/no-such-page"],
];
