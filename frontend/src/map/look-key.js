// The key of a small map: each class that shows, its colour and mark, its name, and how much of it there is.

import { el } from "../shared/dom.js";
import { colourOf, UNKNOWN_COLOUR } from "../shared/scales.js";

/** What stands under the map for `layers` as /api/report-map gives them. */
export function lookKey(t, layers) {
  const { layer, spaces } = layers;
  if (!layer) return [];
  const present = new Set(layer.features.features.map(({ properties }) => properties.c));
  const lines = layer.features.features.some(({ geometry }) => geometry?.type.endsWith("LineString"));
  const row = ({ label, amount }, colour, unknown) =>
    el("li", {}, swatch(colour, lines, unknown), el("span", {}, label), amount ? el("span", { class: "look-amount" }, amount) : null);
  return [
    el("li", { class: "look-title" }, layer.title),
    ...layer.classes.map((each, i) => (present.has(i) ? row(each, colourOf(layer.scale, i), false) : null)),
    layer.unknown && present.has(-1) ? row(layer.unknown, UNKNOWN_COLOUR, true) : null,
    present.size === 0 ? el("li", { class: "look-none" }, t("look.nothing")) : null,
    lines && spaces?.features.length ? el("li", {}, el("span", { class: "look-space" }), el("span", {}, t("look.spaces"))) : null,
    layer.note ? el("li", { class: "look-note" }, layer.note) : null,
  ];
}

function swatch(colour, line, unknown) {
  const mark = el("span", { class: `${line ? "look-line" : "look-patch"}${unknown ? " unknown" : ""}`, "aria-hidden": "true" });
  if (!unknown) mark.style.background = colour;
  return mark;
}
