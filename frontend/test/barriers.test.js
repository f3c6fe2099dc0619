import assert from "node:assert/strict";
import { test } from "node:test";
import "./fake-document.js";
import { rankedList } from "../src/figure/ranked.js";
import { linePath, stepsChart } from "../src/figure/steps-chart.js";
import { markAt, paintMarks, toMarks } from "../src/map/barriers-paint.js";
import { COLOUR } from "../src/shared/colours.js";

const bar = (kind, share, more = {}) => ({ kind, label: kind, text: `${100 * share} people`, share, ...more });
const row = (rank, more = {}) => ({
  id: `b${rank}`, rank, title: `Steps ${rank}`, known: "Told by people", said: "120 people would have a park again.",
  bars: [bar("alone", 0.6, { low: 0.5, high: 0.7 }), bar("fair", 0.4), bar("together", 0)],
  facts: ["A fact."], folds: [{ title: "What it rests on", lines: ["The map says so.", "<b>not markup</b>"] }], ...more,
});
const rows = (n) => Array.from({ length: n }, (_, i) => row(i + 1));

function listed(n, first) {
  const told = { pointed: [], chosen: [] };
  const list = rankedList({ label: "Barriers", more: "Show all", rows: rows(n), first }, { onPoint: (id) => told.pointed.push(id), onChoose: (id) => told.chosen.push(id) });
  return { ...list, told, items: list.list.all("li", "ranked-item") };
}

test("each barrier has its rank, its sentence and three bars with their words", () => {
  const { items } = listed(2);
  assert.deepEqual(items.map((item) => item.all("button", "ranked-name")[0].text), ["1Steps 1", "2Steps 2"]);
  assert.deepEqual(items[0].all("dt").map((cell) => cell.text), ["alone", "fair", "together"]);
  assert.deepEqual(items[0].all("span", "bar-text").map((cell) => cell.text), ["60 people", "40 people", "0 people"]);
  assert.deepEqual(items[0].all("span", "bar").map((each) => each.style.width), ["60%", "40%"]);
});

test("how sure the first bar is shows as a line from the least to the most, and only where they differ", () => {
  const [range, ...others] = listed(1).list.all("span", "ranked-range");
  assert.deepEqual([range.style.insetInlineStart, range.style.width, others.length], ["50%", "20%", 0]);
});

test("hover and focus point at a barrier, leaving points at none, a press chooses and presses again lets go", () => {
  const { items, told, choose } = listed(2);
  for (const name of ["mouseenter", "mouseleave", "focusin", "focusout"]) items[1].dispatch(name);
  assert.deepEqual(told.pointed, ["b2", null, "b2", null]);
  const [name] = items[0].all("button", "ranked-name");
  name.dispatch("click");
  choose("b1");
  name.dispatch("click");
  assert.deepEqual(told.chosen, ["b1", null]);
});

test("one barrier is lit at a time, and its details open with what they rest on as plain text", () => {
  const { items, light, choose } = listed(2);
  light("b2");
  assert.deepEqual(items.map((item) => item.attributes["data-lit"]), ["false", "true"]);
  light(null);
  assert.deepEqual(items.map((item) => item.attributes["data-lit"]), ["false", "false"]);
  choose("b2");
  const open = items.map((item) => [item.all("button", "ranked-name")[0].attributes["aria-expanded"], item.all("div", "ranked-details")[0].hidden]);
  assert.deepEqual(open, [["false", true], ["true", false]]);
  assert.deepEqual(items[1].all("h4").map((each) => each.text), ["What it rests on"]);
  assert.equal(items[1].all("b").length, 0);
});

test("a long list shows its first part; a barrier further down that is chosen on the map brings the rest", () => {
  const { items, all, choose } = listed(12, 10);
  assert.deepEqual([items.filter(({ hidden }) => hidden).length, all.hidden], [2, false]);
  choose("b12");
  assert.deepEqual([items.filter(({ hidden }) => hidden).length, all.hidden], [0, true]);
});

test("arrow keys go from barrier to barrier and stop at the ends", () => {
  const { items } = listed(2);
  const names = items.map((item) => item.all("button", "ranked-name")[0]);
  const focused = [];
  names.forEach((name, i) => (name.focus = () => focused.push(i)));
  const key = (at, name) => names[at].dispatch("keydown", { key: name, preventDefault() {} });
  key(0, "ArrowDown");
  key(1, "ArrowUp");
  key(1, "ArrowDown");
  key(0, "ArrowUp");
  key(0, "x");
  assert.deepEqual(focused, [1, 0]);
});

test("the line of steps is level over each size and rises between; sizes that come at once are one wide step", () => {
  const step = (size, share) => ({ size, share });
  assert.equal(linePath([step(1, 0.5), step(2, 1)], 2), "M0 50H50V0H100");
  assert.equal(linePath([step(1, 0.25), step(4, 1)], 4), "M0 75H75V0H100");
  assert.equal(linePath([], 1), "");
});

test("the chart of steps has a table that says the same", () => {
  const drawn = stepsChart({
    caption: "People", heads: ["Mended", "What joins", "People"], axis: "How many", alt: "A line.",
    steps: [{ size: 1, share: 0.6, text: "120 people", joins: "1. Steps" }], total: { share: 1, text: "All: 200 people" },
  });
  assert.deepEqual(drawn.all("td").map((cell) => cell.all("span").at(-1).text), ["1. Steps", "120 people"]);
  assert.equal(drawn.all("span", "steps-total-text")[0].text, "All: 200 people");
  assert.equal(drawn.all("div", "steps-plot")[0].attributes["aria-label"], "People. A line.");
});

const feature = (id, rank, geometry, [lon, lat]) => ({ geometry, properties: { id, rank, lon, lat } });
const POINT = feature("gate", 2, { type: "Point", coordinates: [-0.1, 51.5] }, [-0.1, 51.5]);
const LINE = feature("steps", 1, { type: "LineString", coordinates: [[-0.11, 51.5], [-0.108, 51.5]] }, [-0.109, 51.5]);

test("barriers are marked where they meet the street; a line keeps its line", () => {
  const marks = toMarks({ features: [POINT, LINE] });
  assert.deepEqual(marks.map(({ id, line, shape }) => [id, line, Boolean(shape)]), [["steps", true, true], ["gate", false, false]]);
  assert.deepEqual(toMarks(undefined), []);
});

test("the nearest mark within a finger's reach is found, and none beyond it", () => {
  const marks = toMarks({ features: [POINT, LINE] });
  const { x, y } = marks[1];
  const pixel = 1 / 2 ** 16;
  assert.equal(markAt(marks, x + 10 * pixel, y, 16).id, "gate");
  assert.equal(markAt(marks, x + 30 * pixel, y, 16), null);
});

test("what is lit is painted last, with the focus colour round it; the first to mend lies over the others", () => {
  const strokes = [];
  const context = {
    beginPath() {}, moveTo() {}, lineTo() {}, closePath() {}, setLineDash() {}, fill() {},
    fillText(text) {
      strokes.push(text);
    },
    stroke() {
      strokes.push(this.strokeStyle);
    },
  };
  const marks = toMarks({ features: [POINT, { ...LINE, geometry: { type: "Point", coordinates: [-0.109, 51.5] } }] });
  const view = { context, zoom: 16, scale: 2 ** 16, ox: 0, oy: 0, bounds: [0, 0, 256, 256] };
  paintMarks(view, marks, null);
  assert.deepEqual(strokes.splice(0), [COLOUR.white, "2", COLOUR.white, "1"]);
  paintMarks(view, marks, "gate");
  assert.deepEqual(strokes, [COLOUR.white, "1", COLOUR.ink, COLOUR.focus, "2"]);
});
