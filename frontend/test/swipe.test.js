import assert from "node:assert/strict";
import { test } from "node:test";
import "./fake-document.js";
import { CHANGE_STYLE, PIN_MARKS, numberPlace } from "../src/map/change-paint.js";
import { KINDS } from "../src/map/drawing.js";
import { toShapes } from "../src/map/look-paint.js";
import { createHandle } from "../src/map/swipe.js";
import { bothSides, swipeKey } from "../src/map/swipe-key.js";

const t = (key, values) => (values ? `${key} ${Object.values(values).join("/")}` : key);
const line = (c) => ({ type: "Feature", properties: { c }, geometry: { type: "LineString", coordinates: [[0, 0], [0, 1]] } });
const pin = (c) => ({ type: "Feature", properties: { c }, geometry: { type: "Point", coordinates: [0, 0] } });
const side = (amounts, features) => ({
  scale: "walk", title: "Walks", note: "", unknown: { label: "none", amount: "0 km" },
  classes: amounts.map((amount, i) => ({ label: `class ${i}`, amount })),
  features: { features },
});
const said = {
  before: side(["1 km", "3 km"], [line(0), line(1)]),
  after: side(["2 km", "3 km"], [line(0), line(1)]),
  spaces: { features: [] },
  changes: { features: [{ properties: { n: 1, kind: "link", label: "New path: Bridge" } }] },
  pins: { features: [pin(0), pin(0), pin(2)] },
};
const texts = (nodes) => nodes.filter(Boolean).map((node) => node.text);

test("the key tells how much of each class there is before and after", () => {
  assert.deepEqual(texts(swipeKey(t, said)).slice(0, 3), ["Walks", "class 01 km → 2 km", "class 13 km"]);
});

test("the key numbers the changes and counts what becomes of barriers", () => {
  const key = texts(swipeKey(t, said));
  assert.ok(key.includes("1New path: Bridge"));
  assert.ok(key.includes("swipe.addressed2"));
  assert.ok(key.includes("swipe.worse1"));
  assert.ok(!key.some((text) => text.includes("swipe.untouched")));
});

test("without streets the key still tells the changes", () => {
  const key = texts(swipeKey(t, { ...said, before: null, after: null }));
  assert.equal(key[0], "swipe.changes");
});

test("a class that shows on one side alone is in the key", () => {
  const merged = bothSides(side(["1 km", "0 km"], [line(0)]), side(["0 km", "1 km"], [line(1)]));
  assert.deepEqual(merged.features.features.map(({ properties }) => properties.c), [0, 1]);
  assert.deepEqual(merged.classes.map(({ amount }) => amount), ["1 km → 0 km", "0 km → 1 km"]);
});

test("the handle says where it stands, and a side that is shut has no name on the map", () => {
  const handle = createHandle(t);
  const [, before, after, range] = handle.nodes;
  assert.equal(range.attributes["aria-valuetext"], "swipe.at 50/50");
  handle.place(100);
  assert.equal(range.attributes["aria-valuetext"], "swipe.at 100/0");
  assert.deepEqual([before.hidden, after.hidden], [false, true]);
  handle.place(0);
  assert.deepEqual([before.hidden, after.hidden], [true, false]);
  assert.equal(range.attributes["aria-label"], "swipe.handle");
  assert.deepEqual(handle.buttons.all("button").map((button) => button.attributes["aria-pressed"]), ["false", "false", "true"]);
});

test("every kind of change has a style of its own, by line or fill and not by colour alone", () => {
  const looks = KINDS.map((kind) => JSON.stringify([CHANGE_STYLE[kind].width, CHANGE_STYLE[kind].dash, Boolean(CHANGE_STYLE[kind].fill)]));
  assert.equal(new Set(looks).size, KINDS.length);
  assert.equal(new Set(PIN_MARKS.map(({ colour }) => colour)).size, 3);
});

test("a number stands half way along a line, at a point, in the middle of an area", () => {
  const at = (geometry) => numberPlace(toShapes({ features: [{ geometry }] })[0]);
  const [x] = at({ type: "LineString", coordinates: [[0, 0], [2, 0], [4, 0]] });
  assert.ok(Math.abs(x - 256 * (2 / 360 + 0.5)) < 1e-9);
  assert.deepEqual(at({ type: "Point", coordinates: [0, 0] }).map((n) => Math.round(n)), [128, 128]);
  const [middle] = at({ type: "Polygon", coordinates: [[[0, 0], [2, 0], [2, 2], [0, 0]]] });
  assert.ok(Math.abs(middle - 256 * (1 / 360 + 0.5)) < 1e-9);
});
