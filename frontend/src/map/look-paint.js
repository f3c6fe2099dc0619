// Paints a small map's layer: streets as lines, zones and reach as areas, what is not known dotted or hatched.

import { COLOUR } from "../shared/colours.js";
import { colourOf, UNKNOWN_COLOUR } from "../shared/scales.js";
import { overlaps, toLines, toShape } from "./geometry.js";
import { tracePath } from "./overlay.js";

/** GeoJSON features as shapes in world units: {shape, kind: "line" | "area" | "point", properties}. */
export function toShapes(collection) {
  return (collection?.features ?? [])
    .map(({ geometry, properties }) => {
      const line = toLines(geometry);
      const shape = line ?? toShape(geometry);
      return shape && { shape, kind: line ? "line" : shape.point ? "point" : "area", properties };
    })
    .filter(Boolean);
}

/** The features of a layer; the first class lies on top, so that what matters is not covered. */
export function paintFeatures(view, { scale }, features) {
  const rows = [...new Set(features.map(({ properties }) => properties.c))].sort((a, b) => order(b) - order(a));
  for (const row of rows) {
    for (const feature of features) {
      if (feature.properties.c === row && overlaps(feature.shape.bbox, view.bounds)) PAINT[feature.kind](view, feature.shape, row, scale);
    }
  }
}

const LINK_WIDTHS = [2.4, 1.9, 1.5, 0.7];

/** Not known lies beneath everything. */
function order(row) {
  return row < 0 ? Infinity : row;
}

const PAINT = {
  line({ context, zoom, ...rest }, shape, row, scale) {
    tracePath({ context, zoom, ...rest }, shape, false);
    context.setLineDash(row < 0 ? [2, 3] : []);
    context.strokeStyle = colourOf(scale, row);
    // Width tells as well as colour how many depend on a link.
    context.lineWidth = (zoom >= 15 ? 2.6 : 1.8) * (scale === "links" ? LINK_WIDTHS[row] ?? 1 : 1);
    context.stroke();
    context.setLineDash([]);
  },
  area(view, shape, row, scale) {
    const { context } = view;
    tracePath(view, shape);
    context.save();
    context.globalAlpha *= scale === "catchment" ? 0.4 : 0.72;
    context.fillStyle = row < 0 ? hatching(context) : colourOf(scale, row);
    context.fill("evenodd");
    context.restore();
    context.strokeStyle = scale === "catchment" ? colourOf(scale, row) : COLOUR.white;
    context.lineWidth = scale === "catchment" ? 1.6 : 1;
    context.stroke();
  },
  point({ context, scale: zoomed, ox, oy }, { point }, row, scale) {
    context.beginPath();
    context.arc(point[0] * zoomed - ox, point[1] * zoomed - oy, 5, 0, 7);
    context.fillStyle = colourOf(scale, row);
    context.strokeStyle = COLOUR.white;
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
  },
};

/** Slanting lines, for what is not known. */
function hatching(context) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.strokeStyle = UNKNOWN_COLOUR;
  pen.lineWidth = 1.5;
  for (const from of [-8, 0, 8]) {
    pen.moveTo(from, 8);
    pen.lineTo(from + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

export function paintSpace(view, shape) {
  const { context, scale, ox, oy } = view;
  if (shape.point) {
    context.beginPath();
    context.arc(shape.point[0] * scale - ox, shape.point[1] * scale - oy, 4, 0, 7);
  } else {
    tracePath(view, shape);
  }
  context.fillStyle = shape.point ? "#4C7A42" : "#B9D8AE";
  context.fill("evenodd");
  context.strokeStyle = COLOUR.greenEdge;
  context.lineWidth = 1;
  context.stroke();
}

export function paintEntrance({ context, scale, ox, oy, zoom }, [x, y]) {
  if (zoom < 14) return;
  context.beginPath();
  context.arc(x * scale - ox, y * scale - oy, 2.6, 0, 7);
  context.fillStyle = COLOUR.white;
  context.strokeStyle = "#2F5A27";
  context.lineWidth = 1.4;
  context.fill();
  context.stroke();
}

export function paintOutline(view, shape) {
  const { context } = view;
  tracePath(view, shape);
  for (const [colour, width] of [[COLOUR.white, 6], [COLOUR.ink, 2.4]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/** Where a walk begins: a ring that shows on every ground. */
export function paintStart({ context, scale, ox, oy }, [x, y]) {
  for (const [radius, colour] of [[10, COLOUR.white], [8, COLOUR.ink], [3.5, COLOUR.focus]]) {
    context.beginPath();
    context.arc(x * scale - ox, y * scale - oy, radius, 0, 7);
    context.fillStyle = colour;
    context.fill();
  }
}
