// Pictures of figures for reports, built from plain values and plain text. Bars are a table, so that nothing a
// picture says is lost to those who do not see it.

import { el, put } from "../shared/dom.js";
import { mark } from "../map/icons.js";
import { loadStyle } from "../map/load.js";
import { sharePicture } from "./share.js";

const DRAWINGS = { headline, bars, share, table };
const mounted = new WeakMap();

/** `component.data` has the kind of picture and its content; see ui/pin_map.figure. */
export async function mount({ data, parentElement }) {
  if (!mounted.has(parentElement)) {
    const root = el("div", { class: "figure", "data-testid": `figure-${data.kind}`, hidden: true });
    parentElement.append(root);
    mounted.set(parentElement, root);
    await loadStyle(parentElement, `${data.files}${data.app}/figure/figure.css`);
    root.hidden = false;
  }
  put(mounted.get(parentElement), DRAWINGS[data.kind](data));
  return () => {
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

/** The one figure that matters, with its words. */
function headline({ value, words, note }) {
  return el("p", { class: "headline" }, el("span", { class: "headline-value" }, value), el("span", { class: "headline-words" }, words), note ? el("span", { class: "headline-note" }, note) : null);
}

/** Rows of {label, share (0 to 1), text, colour or mark}. */
function bars({ caption, heads, rows }) {
  return el(
    "table",
    { class: "bars" },
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, heads[0]), el("th", { scope: "col" }, heads[1]))),
    el(
      "tbody",
      {},
      rows.map((row) => {
        const bar = el("span", { class: "bar", "aria-hidden": "true" });
        bar.style.width = `${Math.max(0, Math.min(1, row.share)) * 100}%`;
        bar.style.background = row.colour;
        return el(
          "tr",
          {},
          el("th", { scope: "row" }, row.mark ? mark(row.mark, 20) : null, el("span", {}, row.label)),
          el("td", {}, el("span", { class: "track", "aria-hidden": "true" }, row.share > 0 ? bar : null), el("span", { class: "bar-text" }, row.text)),
        );
      }),
    ),
  );
}

/** Plain rows of text. On a narrow screen each row is a block of its own; roles keep it a table for screen readers. */
function table({ caption, heads, rows }) {
  const head = heads.map((name) => el("th", { scope: "col", role: "columnheader" }, name));
  const cell = (text, i) =>
    i === 0
      ? el("th", { scope: "row", role: "rowheader" }, text)
      : el("td", { role: "cell" }, el("span", { class: "cell-head", "aria-hidden": "true" }, heads[i]), el("span", {}, text));
  return el(
    "table",
    { class: "rows", role: "table" },
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head)),
    el("tbody", { role: "rowgroup" }, rows.map((row) => el("tr", { role: "row" }, row.map(cell)))),
  );
}

function share({ square_metres: squareMetres, alt, caption }) {
  return el("figure", { class: "share" }, sharePicture(squareMetres, alt), el("figcaption", {}, caption));
}
