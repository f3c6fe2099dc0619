// How much more is gained by mending more: a line that rises by steps, and the same as a table. The line is drawn on a
// stretched canvas of 100 by 100; words stand beside it as text, so that they keep their size on any screen.

import { el, svg } from "../shared/dom.js";
import { table } from "./table.js";

const WIDE = 100;

/** `steps` of {size, share (0 to 1 of the scale), text, joins}, the smallest first; `total` {share, text}. */
export function stepsChart({ caption, heads, steps, total, axis, alt }) {
  const largest = Math.max(1, ...steps.map(({ size }) => size));
  const plot = el(
    "div",
    { class: "steps-plot", role: "img", "aria-label": `${caption}. ${alt}` },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDE} ${WIDE}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("path", { d: areaPath(steps, largest), class: "steps-area" }),
      svg("path", { d: linePath(steps, largest), class: "steps-line" }),
      svg("path", { d: `M0 ${y(total.share)}H${WIDE}`, class: "steps-total" }),
    ),
    placed("steps-total-text", { bottom: `${percent(total.share)}%` }, total.text),
    marks(steps, largest),
  );
  return el(
    "div",
    { class: "steps" },
    el("div", { class: "steps-picture" }, el("p", { class: "steps-caption" }, caption), plot, el("div", { class: "steps-axis", "aria-hidden": "true" }, ticks(steps, largest)), el("p", { class: "steps-axis-name", "aria-hidden": "true" }, axis)),
    table({ caption, heads, rows: steps.map(({ size, joins, text }) => [String(size), joins, text]) }),
  );
}

/** Each size has a column as wide as the others; the line is level within it. */
export function linePath(steps, largest) {
  return steps.map(({ size, share }, i) => `${i ? "V" : "M0 "}${y(share)}H${round((WIDE * (steps[i + 1] ? steps[i + 1].size - 1 : size)) / largest)}`).join("");
}

function areaPath(steps, largest) {
  if (!steps.length) return "";
  return `${linePath(steps, largest)}V${WIDE}H0Z`;
}

function marks(steps, largest) {
  return steps.map(({ size, share }) => placed("steps-dot", { left: `${percent((size - 0.5) / largest)}%`, bottom: `${percent(share)}%` }));
}

function ticks(steps, largest) {
  return steps.map(({ size }) => placed("steps-tick", { left: `${percent((size - 0.5) / largest)}%` }, String(size)));
}

function placed(name, style, text = null) {
  const node = el("span", { class: name, "aria-hidden": "true" }, text);
  Object.assign(node.style, style);
  return node;
}

function y(share) {
  return round(WIDE * (1 - share));
}

function percent(share) {
  return round(100 * share);
}

function round(number) {
  return Math.round(100 * number) / 100;
}
