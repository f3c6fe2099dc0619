import assert from "node:assert/strict";
import { test } from "node:test";
import { contains, labelPoint, toShape, toWorld, worldPerMetre } from "../src/map/geometry.js";

const square = (w, s, e, n) => [[w, s], [e, s], [e, n], [w, n], [w, s]];
const inside = (shape, lon, lat) => contains(shape, ...toWorld(lon, lat));

test("a point in a hole is outside, a point on an island is inside", () => {
  const shape = toShape({ type: "MultiPolygon", coordinates: [[square(0, 0, 4, 4), square(1, 1, 3, 3)], [square(6, 0, 7, 1)]] });
  assert.equal(inside(shape, 0.5, 0.5), true);
  assert.equal(inside(shape, 2, 2), false);
  assert.equal(inside(shape, 6.5, 0.5), true);
  assert.equal(inside(shape, 5, 0.5), false);
});

test("a ring's vertices do not count a crossing twice", () => {
  const diamond = toShape({ type: "Polygon", coordinates: [[[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1]]] });
  assert.equal(inside(diamond, 0, 0), true);
  assert.equal(inside(diamond, -1.5, 0), false);
  assert.equal(inside(diamond, 1.5, 0), false);
});

test("a name is written inside its shape even where the middle is not", () => {
  const horseshoe = toShape({ type: "Polygon", coordinates: [[[0, 0], [6, 0], [6, 6], [4, 6], [4, 2], [2, 2], [2, 6], [0, 6], [0, 0]]] });
  const [x, y, width] = labelPoint(horseshoe);
  assert.equal(contains(horseshoe, x, y), true);
  assert.ok(width > 0);
});

test("the middle of the world is at 0, 0 and Trafalgar Square where Leaflet has it", () => {
  assert.deepEqual(toWorld(0, 0), [128, 128]);
  const [x, y] = toWorld(-0.1281, 51.508);
  assert.ok(Math.abs(x - 127.90891) < 1e-4);
  assert.ok(Math.abs(y - 85.12) < 0.01);
});

test("a metre at the equator is the world over its girth, and larger further north", () => {
  assert.ok(Math.abs(worldPerMetre(0) * 40075016.686 - 256) < 1e-9);
  assert.ok(Math.abs(worldPerMetre(60) / worldPerMetre(0) - 2) < 1e-9);
});

test("what is not an area has no shape", () => {
  assert.equal(toShape(null), null);
  assert.equal(toShape({ type: "LineString", coordinates: [[0, 0], [1, 1]] }), null);
});
