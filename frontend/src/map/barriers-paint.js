// Barriers on the map beside their list: a numbered triangle where each meets the street, and its line or area; and
// which of them lies under a point.

import { COLOUR, FONT } from "../shared/colours.js";
import { overlaps, toLines, toShape, toWorld } from "./geometry.js";
import { tracePath } from "./overlay.js";

const LARGE = 12.5;
const SMALL = 6.5;
const NUMBERED = 10;
const REACH_PX = 18;

/** GeoJSON features as {id, rank, x, y, lon, lat, shape (null for a point), line}, the first to mend first. */
export function toMarks(collection) {
  return (collection?.features ?? [])
    .map(({ geometry, properties: { id, rank, lon, lat } }) => {
      const [x, y] = toWorld(lon, lat);
      const line = toLines(geometry);
      const shape = line ?? toShape(geometry);
      return { id, rank, lon, lat, x, y, line: Boolean(line), shape: shape?.point ? null : shape };
    })
    .sort((a, b) => a.rank - b.rank);
}

/** The mark nearest to a world point within reach of a finger at a zoom; null where there is none. */
export function markAt(marks, x, y, zoom) {
  const reach = REACH_PX / 2 ** zoom;
  let [best, least] = [null, reach];
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance < least) [best, least] = [mark, distance];
  }
  return best;
}

/** All marks, the first to mend on top, what is lit on top of all. */
export function paintMarks(view, marks, lit) {
  const near = marks.filter(({ shape, x, y }) => overlaps(shape?.bbox ?? [x, y, x, y], grown(view)));
  for (const mark of near) if (mark.shape) paintShape(view, mark, mark.id === lit);
  for (const mark of [...near].reverse()) if (mark.id !== lit) paintTriangle(view, mark, false);
  for (const mark of near) if (mark.id === lit) paintTriangle(view, mark, true);
}

function grown({ bounds: [west, north, east, south], scale }) {
  const margin = (2 * LARGE) / scale;
  return [west - margin, north - margin, east + margin, south + margin];
}

function paintShape(view, { shape, line }, lit) {
  const { context } = view;
  tracePath(view, shape, !line);
  context.lineCap = context.lineJoin = "round";
  if (!line) {
    context.globalAlpha = lit ? 0.3 : 0.14;
    context.fillStyle = COLOUR.barrier;
    context.fill("evenodd");
    context.globalAlpha = 1;
  }
  const strokes = lit ? [[COLOUR.ink, 10], [COLOUR.focus, 6.5], [COLOUR.barrier, 3]] : [[COLOUR.white, 6], [COLOUR.barrier, 3]];
  context.setLineDash(line || lit ? [] : [5, 4]);
  for (const [colour, width] of line ? strokes : strokes.slice(-1)) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
  context.setLineDash([]);
}

function paintTriangle({ context, scale, ox, oy }, { rank, x, y }, lit) {
  const [px, py] = [x * scale - ox, y * scale - oy];
  const numbered = rank <= NUMBERED || lit;
  const r = (numbered ? LARGE : SMALL) + (lit ? 3 : 0);
  const outline = () => {
    context.beginPath();
    context.moveTo(px, py - r * 1.16);
    context.lineTo(px + r * 1.12, py + r * 0.84);
    context.lineTo(px - r * 1.12, py + r * 0.84);
    context.closePath();
  };
  context.lineJoin = "round";
  for (const [colour, width] of lit ? [[COLOUR.ink, 10], [COLOUR.focus, 6]] : [[COLOUR.white, numbered ? 4.5 : 3]]) {
    outline();
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
  outline();
  context.fillStyle = COLOUR.barrier;
  context.fill();
  if (!numbered) return;
  context.font = `700 ${r * (rank > 9 ? 0.82 : 0.95)}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = COLOUR.white;
  context.fillText(String(rank), px, py + r * 0.26);
}
