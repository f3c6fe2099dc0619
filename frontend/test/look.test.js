import assert from "node:assert/strict";
import { test } from "node:test";
import "./fake-document.js";
import { lookKey } from "../src/map/look-key.js";
import { paintFeatures, toShapes } from "../src/map/look-paint.js";
import { colourOf, SCALES, UNKNOWN_COLOUR } from "../src/shared/scales.js";

const t = (key) => key;
const line = (c) => ({ type: "Feature", properties: { c }, geometry: { type: "LineString", coordinates: [[0, 0], [1, 1]] } });
const zone = (c) => ({ type: "Feature", properties: { c }, geometry: { type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] } });
const layer = (features, more = {}) => ({
  scale: "walk",
  title: "Walks",
  classes: [{ label: "near", amount: "3 km" }, { label: "far", amount: "1 km" }],
  unknown: { label: "no walk found", amount: "" },
  note: "",
  features: { features },
  ...more,
});
const said = (nodes) => nodes.filter(Boolean).map((node) => node.text);

test("the key names the classes that show, with how much there is of each", () => {
  const key = lookKey(t, { layer: layer([line(0), line(-1)]), spaces: { features: [zone(0)] } });
  assert.deepEqual(said(key), ["Walks", "near3 km", "no walk found", "look.spaces"]);
});

test("a key without anything to show says so, with the reason", () => {
  assert.deepEqual(said(lookKey(t, { layer: layer([], { note: "No streets." }), spaces: { features: [] } })), ["Walks", "look.nothing", "No streets."]);
  assert.deepEqual(lookKey(t, { layer: null }), []);
});

test("what is not known has a mark of its own beside its colour", () => {
  const key = lookKey(t, { layer: layer([zone(-1)]), spaces: null }).filter(Boolean);
  assert.deepEqual(key[1].all("span")[0].classes, ["look-patch", "unknown"]);
  assert.equal(key[1].all("span")[0].style.background, undefined);
});

test("no scale has more than five classes, and beyond them is grey", () => {
  for (const [name, colours] of Object.entries(SCALES)) {
    assert.ok(colours.length <= 5, name);
    assert.equal(colourOf(name, colours.length), UNKNOWN_COLOUR);
    assert.equal(new Set(colours).size, colours.length);
  }
  assert.equal(colourOf("walk", -1), UNKNOWN_COLOUR);
});

test("the first class is painted last, and what is not known first", () => {
  const painted = [];
  const context = {
    beginPath() {}, moveTo() {}, lineTo() {}, closePath() {}, setLineDash() {},
    stroke() {
      painted.push(this.strokeStyle);
    },
  };
  const view = { context, zoom: 16, scale: 1, ox: 0, oy: 0, bounds: [0, 0, 256, 256] };
  paintFeatures(view, { scale: "walk" }, toShapes({ features: [line(0), line(-1), line(1)] }));
  assert.deepEqual(painted, [UNKNOWN_COLOUR, SCALES.walk[1], SCALES.walk[0]]);
});

test("shapes tell lines, areas and points apart and pass over what is none", () => {
  const point = { properties: { c: 0 }, geometry: { type: "Point", coordinates: [0, 0] } };
  const empty = { properties: { c: 0 }, geometry: null };
  assert.deepEqual(toShapes({ features: [line(0), zone(0), point, empty] }).map(({ kind }) => kind), ["line", "area", "point"]);
  assert.deepEqual(toShapes(undefined), []);
});
