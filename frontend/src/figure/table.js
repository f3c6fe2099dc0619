// Plain rows of text. On a narrow screen each row is a block of its own; roles keep it a table for screen readers.

import { el } from "../shared/dom.js";

export function table({ caption, heads, rows }) {
  const cell = (text, i) =>
    i === 0
      ? el("th", { scope: "row", role: "rowheader" }, text)
      : el("td", { role: "cell" }, el("span", { class: "cell-head", "aria-hidden": "true" }, heads[i]), el("span", {}, text));
  return el(
    "table",
    { class: "rows", role: "table" },
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map((name) => el("th", { scope: "col", role: "columnheader" }, name)))),
    el("tbody", { role: "rowgroup" }, rows.map((row) => el("tr", { role: "row" }, row.map(cell)))),
  );
}

/** Several tables of the same heads: the first stands open, those with a title fold. */
export function tables({ caption, heads, groups }) {
  return groups.map(({ title, rows }) =>
    title
      ? el("details", { class: "more-rows" }, el("summary", {}, title), table({ caption: `${caption} ${title}`, heads, rows }))
      : table({ caption, heads, rows }),
  );
}
