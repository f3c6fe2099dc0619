// The key of the swipe map: each class with how much of it there is before and after; the scheme's changes by number;
// what becomes of the barriers that people told of.

import { el, svg } from "../shared/dom.js";
import { CHANGE_STYLE, PIN_MARKS } from "./change-paint.js";
import { lookKey } from "./look-key.js";

export function swipeKey(t, said) {
  const marks = PIN_MARKS.map((mark, c) => ({ ...mark, n: said.pins.features.filter(({ properties }) => properties.c === c).length }));
  return [
    ...(said.after ? lookKey(t, { layer: bothSides(said.before, said.after), spaces: said.spaces }) : []),
    said.changes.features.length ? el("li", { class: "look-title" }, t("swipe.changes")) : null,
    ...said.changes.features.map(({ properties }) =>
      el("li", {}, el("span", { class: "change-number" }, String(properties.n)), changeSwatch(properties.kind), el("span", {}, properties.label)),
    ),
    marks.some(({ n }) => n) ? el("li", { class: "look-title" }, t("swipe.pins")) : null,
    ...marks.filter(({ n }) => n).map(({ key, n }) => el("li", {}, pinSwatch(key), el("span", {}, t(`swipe.${key}`)), el("span", { class: "look-amount" }, String(n)))),
  ];
}

/** One layer for the key: the classes of both sides, with the amount of each side. */
export function bothSides(before, after) {
  const amount = (one, other) => (one === other ? one : `${one} → ${other}`);
  const merged = (one, other) => other && { ...other, amount: amount(one?.amount ?? "", other.amount) };
  return {
    ...after,
    classes: after.classes.map((each, i) => merged(before?.classes[i], each)),
    unknown: merged(before?.unknown, after.unknown),
    features: { features: [...(before?.features.features ?? []), ...after.features.features] },
  };
}

/** The line of a kind of change as it is drawn. */
export function changeSwatch(kind) {
  const { colour, width, dash, fill } = CHANGE_STYLE[kind] ?? CHANGE_STYLE.link;
  const line = { stroke: colour, "stroke-width": Math.min(width, 6), "stroke-dasharray": dash?.join(" ") };
  return svg(
    "svg",
    { viewBox: "0 0 30 16", width: 30, height: 16, class: "change-swatch", "aria-hidden": "true", focusable: "false" },
    kind === "space" ? svg("rect", { x: 5, y: 2, width: 20, height: 12, rx: 2, fill, ...line }) : svg("path", { d: "M2 8h26", fill: "none", ...line }),
  );
}

function pinSwatch(key) {
  const { colour } = PIN_MARKS.find((mark) => mark.key === key);
  const white = { stroke: "#fff", "stroke-width": 2, fill: "none", "stroke-linecap": "round" };
  const inner = { addressed: svg("path", { d: "M6.4 10.4L9 13l4.8-5.8", ...white }), worse: svg("path", { d: "M10 6v4.6M10 13.8v.1", ...white }), untouched: null }[key];
  return svg(
    "svg",
    { viewBox: "0 0 20 20", width: 20, height: 20, class: "mark", "aria-hidden": "true", focusable: "false" },
    key === "addressed" ? svg("circle", { cx: 10, cy: 10, r: 8, fill: colour }) : svg("path", { d: "M10 1.5L19 17H1z", fill: colour }),
    inner,
  );
}
