// What a line or an area made of tapped points is, without any screen. Places are [lon, lat] in degrees, as in GeoJSON.

import { lengthOf, metresBetween } from "./drawing.js";
import { labelPoint } from "./geometry.js";

export const MOST_POINTS = 500;
export const MOST_METRES = 20_000;
const SAME_PLACE_M = 0.5; // a double tap is one point

export function lineOf(points) {
  return { type: "LineString", coordinates: points };
}

export function areaOf(points) {
  return { type: "Polygon", coordinates: [[...points, points[0]]] };
}

/** The points that a shape was made of. */
export function pointsOf(shape) {
  return shape.type === "Polygon" ? shape.coordinates[0].slice(0, -1) : shape.coordinates;
}

/** Metres along a line, or around an area. */
export function metresOf(shape) {
  return lengthOf(shape.type === "Polygon" ? lineOf(shape.coordinates[0]) : shape);
}

/** Points with one more; the same points where it lies on the last one. */
export function withPoint(points, point) {
  return points.length && metresBetween(points.at(-1), point) < SAME_PLACE_M ? points : [...points, point];
}

/** The place that stands for a shape: half-way along a line, a place inside an area; {lon, lat}. */
export function middleOf(shape) {
  const [lon, lat] = shape.type === "Polygon" ? insideOf(shape.coordinates[0]) : halfWay(shape.coordinates);
  return { lon, lat };
}

function halfWay(points) {
  let left = lengthOf(lineOf(points)) / 2;
  for (let i = 1; i < points.length; i += 1) {
    const [from, to] = [points[i - 1], points[i]];
    const step = metresBetween(from, to);
    if (step >= left && step > 0) return from.map((value, axis) => value + ((to[axis] - value) * left) / step);
    left -= step;
  }
  return points[0];
}

function insideOf(ring) {
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  const bbox = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  return labelPoint({ rings: [Float64Array.from(ring.flat())], bbox });
}

/** Whether an area's outline through these points crosses or touches itself. */
export function crossesItself(points) {
  const count = points.length;
  const side = (i) => [points[i], points[(i + 1) % count]];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 2; j < count; j += 1) {
      if (i === 0 && j === count - 1) continue; // neighbours over the end
      if (meet(...side(i), ...side(j))) return true;
    }
  }
  return false;
}

function turn([ax, ay], [bx, by], [cx, cy]) {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

function meet(a, b, c, d) {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return [[abc, a, b, c], [abd, a, b, d], [cda, c, d, a], [cdb, c, d, b]].some(([straight, from, to, on]) => straight === 0 && between(from, to, on));
}

function between([ax, ay], [bx, by], [x, y]) {
  return x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
}
