// Bars on one scale as a table: the words say all that the bars show. What is not known is a hatched track.

import { el } from "../shared/dom.js";
import { mark } from "../map/icons.js";

/** Rows of {label, start and share (0 to 1), text, colour, mark, strong, unknown}. */
export function bars({ caption, heads, rows }) {
  return el(
    "table",
    { class: "bars" },
    el("caption", {}, caption),
    el("colgroup", {}, el("col", { class: "bars-label" }), el("col")),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map(row)),
  );
}

/** Several such charts, two beside each other where there is room; each with its note. */
export function charts({ charts: all }) {
  return el(
    "div",
    { class: all.length > 1 ? "charts" : "chart" },
    all.map((one) => el("div", { class: "chart" }, bars(one), one.note ? el("p", { class: "chart-note" }, one.note) : null)),
  );
}

function row({ label, text, mark: symbol, strong, ...placed }) {
  return el(
    "tr",
    { class: strong ? "strong" : null },
    el("th", { scope: "row" }, symbol ? mark(symbol, 20) : null, el("span", {}, label)),
    el("td", {}, track(placed), el("span", { class: "bar-text" }, text)),
  );
}

/** The track with its bar; a picture alone, hidden from those who have the words read out. */
export function track({ start = 0, share, colour, unknown }) {
  const inner = [];
  if (!unknown && share > 0) {
    const bar = el("span", { class: "bar" });
    bar.style.marginInlineStart = `${percent(start)}%`;
    bar.style.width = `${percent(share)}%`;
    bar.style.background = colour;
    inner.push(bar);
  }
  return el("span", { class: unknown ? "track unknown" : "track", "aria-hidden": "true" }, inner);
}

function percent(share) {
  return Math.round(10000 * Math.max(0, Math.min(1, share))) / 100;
}
