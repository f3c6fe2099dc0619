import assert from "node:assert/strict";
import { test } from "node:test";
import "./fake-document.js";
import { bars, charts, track } from "../src/figure/bars.js";
import { matrix } from "../src/figure/matrix.js";
import { table, tables } from "../src/figure/table.js";

const row = (label, share, more = {}) => ({ label, start: 0, share, text: `${share * 100} %`, colour: "#1D4F91", ...more });

test("bars are a table that says in words all that it shows", () => {
  const drawn = bars({ caption: "Who walks far", heads: ["Place", "Share"], rows: [row("Here", 0.5, { strong: true }), row("London", 0.25)] });
  assert.equal(drawn.all("caption")[0].text, "Who walks far");
  assert.deepEqual(drawn.all("th").map((cell) => cell.attributes.scope), ["col", "col", "row", "row"]);
  assert.deepEqual(drawn.all("span", "bar-text").map((cell) => cell.text), ["50 %", "25 %"]);
  assert.deepEqual(drawn.all("span", "bar").map((bar) => bar.style.width), ["50%", "25%"]);
  assert.deepEqual(drawn.all("tr", "strong").map((line) => line.all("th")[0].text), ["Here"]);
});

test("what is not known is hatched and has no bar, and nought has none either", () => {
  assert.deepEqual(track({ share: 0, unknown: true }).classes, ["track", "unknown"]);
  assert.equal(track({ share: 0, unknown: true }).all("span", "bar").length, 0);
  assert.deepEqual(track({ share: 0 }).classes, ["track"]);
  assert.equal(track({ share: 0 }).all("span", "bar").length, 0);
});

test("a bar below nought begins where the scale says, and none leaves its track", () => {
  const [below] = track({ start: 0.1, share: 0.2, colour: "red" }).all("span", "bar");
  assert.equal(below.style.marginInlineStart, "10%");
  assert.equal(below.style.width, "20%");
  assert.equal(track({ share: 7, colour: "red" }).all("span", "bar")[0].style.width, "100%");
});

test("pictures are hidden from those who have the words read out", () => {
  assert.equal(track({ share: 0.5, colour: "red" }).attributes["aria-hidden"], "true");
});

test("each of several charts keeps its note", () => {
  const one = { caption: "A", heads: ["a", "b"], rows: [row("x", 1)], note: "Beware." };
  const drawn = charts({ charts: [one, { ...one, note: "" }] });
  assert.equal(drawn.all("table").length, 2);
  assert.deepEqual(drawn.all("p", "chart-note").map((note) => note.text), ["Beware."]);
});

test("places stand side by side with a bar in each cell and the difference in words", () => {
  const drawn = matrix({
    caption: "How far?",
    corner: "Figure",
    places: ["North", "South"],
    wordsHead: "In words",
    rows: [{ label: "Average walk", words: "Best: North.", cells: [row("", 0.5), { text: "not known", unknown: true, share: 0 }] }],
  });
  assert.deepEqual(drawn.all("thead")[0].all("th").map((cell) => cell.text), ["Figure", "North", "South", "In words"]);
  assert.deepEqual(drawn.all("tbody")[0].all("span", "cell-head").map((cell) => cell.text), ["North", "South"]);
  assert.deepEqual(drawn.all("span", "cell-value").map((cell) => cell.text), ["50 %", "not known"]);
  assert.equal(drawn.all("span", "unknown").length, 1);
  assert.equal(drawn.all("td", "matrix-words")[0].text, "Best: North.");
});

test("a table has a caption, heads for its columns and one for each row", () => {
  const drawn = table({ caption: "All", heads: ["Figure", "Value"], rows: [["Walk", "300 m"]] });
  assert.equal(drawn.all("caption")[0].text, "All");
  assert.deepEqual(drawn.all("th").map((cell) => cell.attributes.scope), ["col", "col", "row"]);
  assert.equal(drawn.all("td")[0].all("span", "cell-head")[0].text, "Value");
});

test("a group with a title folds, one without stands open", () => {
  const drawn = tables({ caption: "All", heads: ["Figure"], groups: [{ title: "", rows: [["a"]] }, { title: "Nearest … (5)", rows: [["b"]] }] });
  assert.deepEqual(drawn.map((each) => each.tag), ["table", "details"]);
  assert.equal(drawn[1].all("summary")[0].text, "Nearest … (5)");
});
