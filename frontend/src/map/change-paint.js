// Paints a scheme: each kind of change has a line of its own as well as a colour, and a number that its list has too.

import { COLOUR, FONT } from "../shared/colours.js";
import { tracePath } from "./overlay.js";

/** Colour, width in pixels and dashes of each kind of change. */
export const CHANGE_STYLE = {
  link: { colour: COLOUR.welcoming, width: 5 },
  crossing: { colour: COLOUR.welcoming, width: 9, dash: [4, 3], cap: "butt" },
  ramp: { colour: COLOUR.welcoming, width: 5, dash: [10, 6] },
  open: { colour: COLOUR.welcoming, width: 4, dash: [2, 7] },
  space: { colour: COLOUR.welcoming, width: 2.5, fill: "#B9D8AE" },
  close: { colour: COLOUR.barrier, width: 5, dash: [3, 7], cap: "butt", fill: "rgb(178 58 0 / 0.18)" },
  "remove-barrier": { colour: COLOUR.welcoming, width: 3 },
  site: { colour: COLOUR.ink, width: 2.2, dash: [8, 6] },
};

/** A line or an outline of a change, with a white halo so that it shows on every ground. */
export function paintChange(view, { shape, kind }, change, faint = false) {
  const { context } = view;
  const style = CHANGE_STYLE[change] ?? CHANGE_STYLE.link;
  context.save();
  context.lineJoin = "round";
  context.globalAlpha = faint ? 0.55 : 1;
  if (kind === "point") {
    paintDot(view, shape.point, style.colour, faint);
  } else {
    tracePath(view, shape, kind === "area");
    if (kind === "area" && style.fill) {
      context.fillStyle = style.fill;
      context.fill("evenodd");
    }
    context.lineCap = "round";
    context.strokeStyle = COLOUR.white;
    context.lineWidth = style.width + 4;
    context.stroke();
    context.lineCap = style.cap ?? "round";
    context.setLineDash(style.dash ?? []);
    context.strokeStyle = style.colour;
    context.lineWidth = faint ? Math.min(2, style.width) : style.width;
    context.stroke();
  }
  context.restore();
}

function paintDot({ context, scale, ox, oy }, [x, y], colour, faint) {
  context.beginPath();
  context.arc(x * scale - ox, y * scale - oy, faint ? 5 : 8, 0, 7);
  context.fillStyle = colour;
  context.strokeStyle = COLOUR.white;
  context.lineWidth = 3;
  context.stroke();
  context.fill();
}

/** The number of a change at a place of it. */
export function paintNumber({ context, scale, ox, oy }, [x, y], number) {
  const [left, top] = [x * scale - ox, y * scale - oy];
  context.beginPath();
  context.arc(left, top, 11, 0, 7);
  context.fillStyle = COLOUR.ink;
  context.strokeStyle = COLOUR.white;
  context.lineWidth = 2.5;
  context.stroke();
  context.fill();
  context.fillStyle = COLOUR.white;
  context.font = `700 12px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(number), left, top + 0.5);
}

/** Where a change's number stands: half way along a line, in the middle of the extent of an area, at a point. */
export function numberPlace({ shape, kind }) {
  if (shape.point) return shape.point;
  if (kind === "area") return [(shape.bbox[0] + shape.bbox[2]) / 2, (shape.bbox[1] + shape.bbox[3]) / 2];
  const ring = shape.rings[0];
  const steps = [];
  for (let i = 2; i < ring.length; i += 2) steps.push(Math.hypot(ring[i] - ring[i - 2], ring[i + 1] - ring[i - 1]));
  let left = steps.reduce((sum, step) => sum + step, 0) / 2;
  for (let i = 0; i < steps.length; i += 1) {
    if (left <= steps[i] && steps[i] > 0) {
      const share = left / steps[i];
      return [ring[2 * i] + share * (ring[2 * i + 2] - ring[2 * i]), ring[2 * i + 1] + share * (ring[2 * i + 3] - ring[2 * i + 1])];
    }
    left -= steps[i];
  }
  return [ring[0], ring[1]];
}

/** A dashed outline with a white halo: where the project is. */
export function paintSite(view, shape) {
  const { context } = view;
  context.save();
  tracePath(view, shape);
  context.strokeStyle = COLOUR.white;
  context.lineWidth = 6;
  context.stroke();
  context.setLineDash(CHANGE_STYLE.site.dash);
  context.strokeStyle = CHANGE_STYLE.site.colour;
  context.lineWidth = CHANGE_STYLE.site.width;
  context.stroke();
  context.restore();
}

/** What a scheme does to the barriers that people told of, in the order of their classes, with mark and word. */
export const PIN_MARKS = [
  { key: "addressed", colour: COLOUR.welcoming },
  { key: "untouched", colour: COLOUR.quiet },
  { key: "worse", colour: COLOUR.barrier },
];

/** A barrier that people told of: a ring with a tick where it is addressed, else a triangle; darker where worse. */
export function paintPin({ context, scale, ox, oy }, [x, y], state) {
  const [left, top] = [x * scale - ox, y * scale - oy];
  context.save();
  context.lineJoin = "round";
  context.strokeStyle = COLOUR.white;
  context.fillStyle = PIN_MARKS[state]?.colour ?? COLOUR.quiet;
  context.lineWidth = 3;
  context.beginPath();
  if (state === 0) context.arc(left, top, 8, 0, 7);
  else [[0, -9], [9, 6.5], [-9, 6.5]].forEach(([dx, dy], i) => (i ? context.lineTo(left + dx, top + dy) : context.moveTo(left + dx, top + dy)));
  context.closePath();
  context.stroke();
  context.fill();
  context.strokeStyle = context.fillStyle = COLOUR.white;
  context.lineWidth = 2;
  context.lineCap = "round";
  context.beginPath();
  if (state === 0) {
    context.moveTo(left - 3.6, top + 0.4);
    context.lineTo(left - 1, top + 3);
    context.lineTo(left + 3.8, top - 2.8);
  } else if (state === 2) {
    context.moveTo(left, top - 4);
    context.lineTo(left, top + 1);
    context.moveTo(left, top + 4);
    context.lineTo(left, top + 4.1);
  }
  context.stroke();
  context.restore();
}
