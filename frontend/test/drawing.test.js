import assert from "node:assert/strict";
import { test } from "node:test";
import "./fake-document.js";
import { DraftLine } from "../src/map/draft-line.js";
import { changeRows } from "../src/map/draw-list.js";
import { Drawing, KINDS, kindsFor, lengthOf, placesOf } from "../src/map/drawing.js";

const t = (key, values) => (values ? `${key} ${Object.values(values).join(" ")}` : key);
const A = [-0.1, 51.5];
const B = [-0.1, 51.501];
const C = [-0.099, 51.501];

function drawn(kind, ...corners) {
  const drawing = new Drawing();
  drawing.begin(kind);
  corners.forEach((corner) => drawing.add(corner));
  return drawing;
}

test("a path of two corners is a line, of one corner nothing", () => {
  const one = drawn("link", A);
  assert.equal(one.finish(), false);
  assert.deepEqual(one.changes, []);
  one.add(B);
  assert.equal(one.finish(), true);
  assert.deepEqual(one.changes, [{ kind: "link", name: "", geometry: { type: "LineString", coordinates: [A, B] } }]);
  assert.deepEqual(one.corners, []);
});

test("one corner is enough for what may be a point", () => {
  for (const [kind, able] of [["ramp", true], ["open", true], ["close", true], ["space", true], ["link", false], ["crossing", false]]) {
    assert.equal(drawn(kind, A).finish(), able, kind);
  }
});

test("a space of three corners is an area that closes, of two corners nothing", () => {
  assert.equal(drawn("space", A, B).finish(), false);
  const space = drawn("space", A, B, C);
  space.finish();
  assert.deepEqual(space.changes[0].geometry, { type: "Polygon", coordinates: [[A, B, C, A]] });
});

test("what is closed is a line unless it is made an area", () => {
  const line = drawn("close", A, B, C);
  line.finish();
  assert.equal(line.changes[0].geometry.type, "LineString");
  const area = drawn("close", A, B, C);
  assert.equal(area.finish("area"), true);
  assert.equal(area.changes[0].geometry.type, "Polygon");
  assert.equal(drawn("link", A, B, C).finish("area"), false);
});

test("undo takes back corners first, then what was done, step by step", () => {
  const drawing = drawn("link", A, B);
  drawing.finish();
  drawing.rename(0, "Bridge");
  drawing.add(A);
  assert.equal(drawing.undo(), true);
  assert.deepEqual(drawing.corners, []);
  drawing.undo();
  assert.equal(drawing.changes[0].name, "");
  drawing.undo();
  assert.deepEqual(drawing.changes, []);
  assert.equal(drawing.undo(), false);
});

test("a removed change comes back by undo", () => {
  const drawing = new Drawing([{ kind: "link", name: "x", geometry: { type: "LineString", coordinates: [A, B] } }]);
  drawing.remove(0);
  assert.equal(drawing.changes.length, 0);
  drawing.undo();
  assert.equal(drawing.changes[0].name, "x");
});

test("a change takes another meaning only where its shape allows it", () => {
  const drawing = new Drawing([{ kind: "link", name: "", geometry: { type: "LineString", coordinates: [A, B] } }]);
  drawing.retype(0, "space");
  assert.equal(drawing.changes[0].kind, "link");
  drawing.retype(0, "crossing");
  assert.equal(drawing.changes[0].kind, "crossing");
  assert.deepEqual(kindsFor({ type: "Polygon" }), ["space", "close"]);
  assert.deepEqual(kindsFor(null), []);
});

test("a thousandth of a degree of latitude is 111 m, and an area has no length", () => {
  assert.equal(Math.round(lengthOf({ type: "LineString", coordinates: [A, B] })), 111);
  assert.equal(lengthOf({ type: "Polygon", coordinates: [[A, B, C, A]] }), 0);
  assert.deepEqual(placesOf({ type: "MultiLineString", coordinates: [[A, B], [C]] }), [A, B, C]);
  assert.deepEqual(placesOf(null), []);
});

test("the list has a row for each change with a name, its meanings and a way out", () => {
  const drawing = new Drawing([
    { kind: "link", name: "Bridge", geometry: { type: "LineString", coordinates: [A, B] } },
    { kind: "remove-barrier", name: "", geometry: null, barrier_id: "b" },
  ]);
  const rows = changeRows(t, drawing, { show() {}, changed() {} });
  assert.equal(rows.length, 2);
  assert.equal(rows[0].all("option").length, KINDS.filter((kind) => !["space"].includes(kind)).length);
  assert.equal(rows[0].all("input")[0].value, "Bridge");
  assert.equal(rows[1].all("select").length, 0);
  assert.equal(rows[1].all("button").length, 1);
  assert.equal(changeRows(t, new Drawing(), {}).text, "draw.none");
});

test("a name that looks like markup stays text", () => {
  const drawing = new Drawing([{ kind: "link", name: "<img src=x>", geometry: { type: "LineString", coordinates: [A, B] } }]);
  const [row] = changeRows(t, drawing, { show() {}, changed() {} });
  assert.equal(row.all("input")[0].value, "<img src=x>");
  assert.equal(row.all("img").length, 0);
});

function line() {
  const sent = [];
  const timers = [];
  const adopted = [];
  const made = new DraftLine({ name: "drawn", onAdopt: (changes) => adopted.push(changes), later: (go) => timers.push(go) && go, never: () => {} });
  made.connect((name, value) => sent.push([name, value.token, value.revision, value.changes.length]));
  return { made, sent, timers, adopted };
}

test("all changes go each time, again until the server says that it has them", () => {
  const { made, sent, timers, adopted } = line();
  made.adopt({ token: 3, revision: 0, changes: [] });
  made.send([{}]);
  made.send([{}, {}]);
  assert.deepEqual(sent, [["drawn", 3, 1, 1], ["drawn", 3, 2, 2]]);
  timers.at(-1)();
  assert.deepEqual(sent.at(-1), ["drawn", 3, 2, 2]);
  made.adopt({ token: 3, revision: 2, changes: [{}, {}] });
  assert.equal(made.timer, null);
  assert.equal(adopted.length, 1);
});

test("an answer to an older message does not undo what was drawn since", () => {
  const { made, adopted } = line();
  made.adopt({ token: 1, revision: 0, changes: [] });
  made.send([{}]);
  made.send([{}, {}]);
  made.adopt({ token: 1, revision: 1, changes: [{}] });
  assert.deepEqual(adopted, [[]]);
  assert.notEqual(made.timer, null);
});

test("another draft of the server's takes the place of the browser's", () => {
  const { made, sent, adopted } = line();
  made.adopt({ token: 1, revision: 0, changes: [] });
  made.send([{}]);
  made.adopt({ token: 2, revision: 0, changes: [{}, {}, {}] });
  assert.equal(adopted.at(-1).length, 3);
  made.send([]);
  assert.deepEqual(sent.at(-1), ["drawn", 2, 1, 0]);
});
