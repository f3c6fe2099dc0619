// Pictures of figures for reports, built from plain values and plain text. Bars are a table, so that nothing a
// picture says is lost to those who do not see it.

import { el, put } from "../shared/dom.js";
import { mounting } from "../shared/mounting.js";
import { loadStyle } from "../map/load.js";
import { bars, charts } from "./bars.js";
import { matrix } from "./matrix.js";
import { sharePicture } from "./share.js";
import { stepsChart } from "./steps-chart.js";
import { table, tables } from "./table.js";

const DRAWINGS = { headline, bars, charts, matrix, share, steps: stepsChart, table, tables };

/** `component.data` has the kind of picture and its content; see ui/pin_map.figure. */
export const mount = mounting(async ({ data, parentElement }) => {
  const root = el("div", { class: "figure", "data-testid": `figure-${data.kind}`, hidden: true });
  parentElement.append(root);
  await loadStyle(parentElement, `${data.files}${data.app}/figure/figure.css`);
  root.hidden = false;
  return {
    update: (fresh) => put(root, DRAWINGS[fresh.data.kind](fresh.data)),
    remove: () => root.remove(),
  };
});

/** The one figure that matters, with its words. */
function headline({ value, words, note }) {
  return el("p", { class: "headline" }, el("span", { class: "headline-value" }, value), el("span", { class: "headline-words" }, words), note ? el("span", { class: "headline-note" }, note) : null);
}

function share({ square_metres: squareMetres, alt, caption }) {
  return el("figure", { class: "share" }, sharePicture(squareMetres, alt), el("figcaption", {}, caption));
}
