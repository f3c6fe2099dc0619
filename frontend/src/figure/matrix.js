// Several places side by side: a row for each figure, a column for each place, a bar in each cell on the row's own
// scale. On a narrow screen each figure is a block with a line for each place.

import { el } from "../shared/dom.js";
import { track } from "./bars.js";

/** `rows` of {label, words, cells: [{text, start, share, colour, unknown}]}, as many cells as `places`. */
export function matrix({ caption, corner, places, wordsHead, rows }) {
  return el(
    "table",
    { class: "matrix", role: "table" },
    el("caption", { class: "visually-hidden" }, caption),
    el("colgroup", {}, el("col", { class: "matrix-figure" }), places.map(() => el("col")), el("col", { class: "matrix-said" })),
    el(
      "thead",
      { role: "rowgroup" },
      el("tr", { role: "row" }, [corner, ...places, wordsHead].map((name) => el("th", { scope: "col", role: "columnheader" }, name))),
    ),
    el("tbody", { role: "rowgroup" }, rows.map((row) => line(row, places))),
  );
}

function line({ label, words, cells }, places) {
  return el(
    "tr",
    { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, label),
    cells.map(({ text, ...placed }, i) =>
      el(
        "td",
        { role: "cell" },
        el("span", { class: "cell-head", "aria-hidden": "true" }, places[i]),
        el("span", { class: "cell-value" }, text),
        track(placed),
      ),
    ),
    el("td", { role: "cell", class: "matrix-words" }, words),
  );
}
