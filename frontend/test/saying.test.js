import assert from "node:assert/strict";
import { test } from "node:test";
import { Adding } from "../src/map/adding.js";
import { Answers } from "../src/map/answers.js";
import { MOST_POINTS, areaOf, crossesItself, lineOf, metresOf, middleOf, pointsOf, withPoint } from "../src/map/shape-draft.js";
import { Texts } from "../src/map/texts.js";

const t = (key) => key;
const HERE = { lon: -0.1, lat: 51.5 };
// At 51.5 degrees north a thousandth of a degree is 69.2 m of longitude and 111.2 m of latitude.
const EAST = [-0.1, 51.5];
const CORNER = [-0.099, 51.5];
const NORTH = [-0.099, 51.501];

/** The flow with everything around it replaced; `world` records what it asked for. */
function bench(left = null) {
  const world = { steps: [], told: [], sent: [], shapes: [], own: null };
  const drafts = { draft: left, refused: [] };
  const app = {
    t, step: "home",
    go: (step) => { app.step = step; world.steps.push(step); },
    say: () => {}, tell: (text) => world.told.push(text), keepInView: () => {},
    answers: { text: () => "" },
    outbox: { add: (pin) => world.sent.push(pin) },
    scene: {
      isInBounds: ({ lon }) => lon > -1 && lon < 1,
      setOwn: (_kind, place) => { world.own = place; },
      setShape: (_kind, shape) => world.shapes.push(shape),
      goTo: () => {},
      locality: async () => ({ ward: "Clerkenwell", borough: "Islington" }),
      pins: { change: () => {} },
    },
  };
  const adding = new Adding(app, drafts);
  return { world, app, drafts, adding, shaping: adding.shaping };
}

/** As far as the words of a barrier, with some points tapped. */
function drawing(...points) {
  const made = bench();
  made.adding.start("barrier", HERE);
  made.adding.chooseCategory("b-sever");
  made.shaping.begin();
  for (const [lon, lat] of points) made.shaping.add({ lon, lat });
  return made;
}

test("half-way along a line is measured on the ground, and an area's middle lies in it", () => {
  // 69.2 m east, then 111.2 m north: half of 180.4 m is 21 m up the second leg, 0.000189 degrees.
  const { lon, lat } = middleOf(lineOf([EAST, CORNER, NORTH]));
  assert.equal(lon, -0.099);
  assert.ok(Math.abs(lat - 51.500189) < 2e-6);
  const ell = areaOf([[0, 0], [3, 0], [3, 1], [1, 1], [1, 3], [0, 3]]);
  const inside = middleOf(ell);
  assert.ok(inside.lon < 1 || inside.lat < 1);
  assert.ok(inside.lon > 0 && inside.lat > 0);
});

test("a shape is opened again into the points it was made of", () => {
  assert.deepEqual(pointsOf(areaOf([EAST, CORNER, NORTH])), [EAST, CORNER, NORTH]);
  assert.deepEqual(pointsOf(lineOf([EAST, CORNER])), [EAST, CORNER]);
  assert.ok(Math.abs(metresOf(lineOf([EAST, CORNER])) - 69.2) < 0.1);
});

test("a double tap is one point", () => {
  assert.equal(withPoint([EAST], [EAST[0] + 1e-6, EAST[1]]).length, 1);
  assert.equal(withPoint([EAST], CORNER).length, 2);
});

test("an outline that crosses or touches itself is known, one that does not is none", () => {
  assert.equal(crossesItself([[0, 0], [1, 1], [1, 0], [0, 1]]), true);
  assert.equal(crossesItself([[0, 0], [2, 0], [2, 2], [1, 0], [0, 2]]), true);
  assert.equal(crossesItself([[0, 0], [1, 0], [1, 1], [0, 1]]), false);
  assert.equal(crossesItself([[0, 0], [1, 0], [0, 1]]), false);
});

test("points, finished as a line: the pin stands in its middle and both are sent", () => {
  const { adding, shaping, world, drafts } = drawing(EAST, CORNER, NORTH);
  assert.deepEqual(drafts.draft.points, [EAST, CORNER, NORTH]);
  shaping.finish("line");
  assert.equal(world.steps.at(-1), "words");
  assert.deepEqual(world.own, { lon: -0.099, lat: 51.500189 });
  adding.save();
  const [pin] = world.sent;
  assert.deepEqual(pin.shape, { type: "LineString", coordinates: [EAST, CORNER, NORTH] });
  assert.deepEqual([pin.lon, pin.lat], [-0.099, 51.500189]);
  assert.equal("points" in pin, false);
  assert.equal(world.shapes.at(-1), null);
});

test("the last point is taken back, and too few points finish nothing", () => {
  const { shaping, world } = drawing(EAST, CORNER);
  assert.deepEqual([shaping.may("line"), shaping.may("area")], [true, false]);
  shaping.undo();
  assert.deepEqual(shaping.points, [EAST]);
  shaping.finish("line");
  assert.equal(world.steps.at(-1), "draw");
});

test("an area that crosses itself is told and keeps its points", () => {
  const { shaping, world, adding } = drawing(EAST, NORTH, CORNER, [-0.1, 51.501]);
  shaping.finish("area");
  assert.deepEqual(world.told, ["shape.crosses"]);
  assert.equal(shaping.points.length, 4);
  assert.equal(adding.draft.shape, undefined);
});

test("a point outside, one too many and one too far are told and not taken", () => {
  const { shaping, world, adding } = drawing(EAST);
  shaping.add({ lon: 12, lat: 51.5 });
  shaping.add({ lon: -0.1, lat: 51.7 }); // 22 km
  adding.change({ points: Array.from({ length: MOST_POINTS }, (_, n) => [-0.1 + n / 1e5, 51.5]) });
  shaping.add({ lon: -0.2, lat: 51.5 });
  assert.deepEqual(world.told, ["place.outside", "shape.too_long", "shape.most"]);
});

test("nothing is saved while a drawing is open, and nothing of it is lost", () => {
  const { adding, world } = drawing(EAST, CORNER);
  adding.save();
  assert.deepEqual(world.told, ["shape.finish_first"]);
  assert.deepEqual(world.sent, []);
  adding.shaping.leaveOut();
  adding.save();
  assert.equal("shape" in world.sent[0], false);
});

test("a tap on the map does not move a pin off what was drawn for it", () => {
  const { adding, shaping, world } = drawing(EAST, CORNER);
  shaping.finish("line");
  const before = adding.draft.place;
  adding.place({ lon: -0.2, lat: 51.5 });
  assert.deepEqual(adding.draft.place, before);
  assert.deepEqual(world.told, ["shape.kept"]);
});

test("a drawing begun in a tab that was closed is gone on with", () => {
  const left = { kind: "barrier", place: HERE, category: "b-sever", points: [EAST, CORNER], detail: { felt: "other-way" } };
  const { adding, shaping, world } = bench(left);
  adding.resume();
  assert.deepEqual(world.shapes.at(-1), lineOf([EAST, CORNER]));
  shaping.begin();
  shaping.finish("line");
  adding.save();
  assert.equal(world.sent[0].shape.type, "LineString");
  assert.deepEqual(world.sent[0].detail, { felt: "other-way" });
});

test("only answers that were given are sent, and none where all were taken back", () => {
  const { adding, world } = bench();
  adding.start("barrier", HERE);
  adding.chooseCategory("b-step");
  adding.change({ detail: { felt: "never-go", affects: [], hours: null } });
  adding.save();
  assert.deepEqual(world.sent[0].detail, { felt: "never-go" });
  adding.start("barrier", HERE);
  adding.chooseCategory("b-step");
  adding.change({ detail: { felt: null, affects: [] } });
  adding.save();
  assert.equal("detail" in world.sent[1], false);
});

test("a refused pin comes back with what was said and drawn", () => {
  const { adding, shaping, world } = drawing(EAST, CORNER);
  shaping.finish("line");
  adding.change({ detail: { severity: "much" } });
  adding.save();
  const [pin] = world.sent;
  adding.takeBack(pin, "The shape reaches beyond Greater London.");
  adding.mend(pin);
  assert.deepEqual(adding.draft.shape, pin.shape);
  assert.deepEqual(world.shapes.at(-1), pin.shape);
  adding.save();
  assert.deepEqual([world.sent[1].shape, world.sent[1].detail], [pin.shape, pin.detail]);
});

test("one more of the same carries neither what was said nor what was drawn", () => {
  const { adding, shaping, world } = drawing(EAST, CORNER);
  shaping.finish("line");
  adding.change({ detail: { severity: "much" } });
  adding.save();
  adding.addMore({ lon: -0.11, lat: 51.52 });
  assert.equal("shape" in world.sent[1] || "detail" in world.sent[1], false);
});

test("how a pin was understood is known once the server has answered", () => {
  const answers = new Answers(t, { online: true });
  assert.deepEqual(answers.understood("a"), []);
  answers.note({ id: "a", ok: true, status: "published", understood: ["Stops wheelchair users here."] });
  assert.deepEqual(answers.understood("a"), ["Stops wheelchair users here."]);
});

test("what was said beside a pin is told in words, unknown codes left out", () => {
  const details = [
    { name: "affects", answers: [{ code: "wheels", label: "People on wheels" }, { code: "older", label: "Older people" }] },
    { name: "hours", answers: [{ code: "works", label: "While works go on" }] },
  ];
  const texts = new Texts((key, { day } = {}) => (day ? `until ${day}` : key), { details }, { language: "en-GB", base: "/" });
  assert.equal(texts.detail({ affects: ["wheels", "cats", "older"] }), "People on wheels, Older people");
  assert.equal(texts.detail({ hours: "works", until: "2027-01-31" }), "While works go on (until 31 Jan 2027)");
  assert.equal(texts.detail({}), "");
});
