import assert from "node:assert/strict";
import { test } from "node:test";
import { Adding } from "../src/map/adding.js";
import { Answers } from "../src/map/answers.js";

const CLERKENWELL = { lon: -0.1034567, lat: 51.5234567 };
const t = (key) => key;

/** The flow with everything around it replaced; `world` records what it asked for. */
function bench(left = null) {
  const world = { steps: [], told: [], sent: [], shown: [], own: null };
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
      setShape: () => {},
      goTo: () => {},
      locality: async () => ({ ward: "Clerkenwell", borough: "Islington" }),
      pins: { change: (pins, removed) => world.shown.push([pins.map((pin) => pin.id), removed]) },
    },
  };
  return { ...world, world, app, drafts, adding: new Adding(app, drafts) };
}

const settled = () => new Promise((done) => setImmediate(done));

test("kind, place, category, words, saved: a pin goes to the outbox with a receipt and six decimals", async () => {
  const { adding, world } = bench();
  adding.start("welcoming");
  adding.place(CLERKENWELL);
  adding.chooseCategory("w-rest");
  adding.change({ text: "  A bench \n in the shade " });
  await settled();
  adding.save();
  assert.deepEqual(world.steps, ["place", "category", "words", "saved"]);
  const [pin] = world.sent;
  assert.equal(pin.text, "A bench in the shade");
  assert.deepEqual([pin.lon, pin.lat], [-0.103457, 51.523457]);
  assert.match(pin.receipt, /^[0-9a-f]{32}$/);
  assert.equal(world.own, null);
});

test("a place outside the map's bounds is told and changes nothing", () => {
  const { adding, world } = bench();
  adding.start("barrier");
  adding.place({ lon: 12, lat: 51.5 });
  assert.deepEqual(world.told, ["place.outside"]);
  assert.equal(adding.draft.place, undefined);
});

test("a draft is kept at each step and gone when saved or cancelled", () => {
  const { adding, drafts } = bench();
  adding.start("barrier", CLERKENWELL);
  assert.equal(drafts.draft.kind, "barrier");
  adding.chooseCategory("b-step");
  assert.equal(drafts.draft.category, "b-step");
  adding.cancel();
  assert.equal(drafts.draft, null);
});

test("a tap while writing moves the place and keeps the words", () => {
  const { adding, app } = bench();
  adding.start("welcoming", CLERKENWELL);
  adding.chooseCategory("w-rest");
  adding.change({ text: "A bench" });
  adding.place({ lon: -0.2, lat: 51.5 });
  assert.equal(app.step, "words");
  assert.equal(adding.draft.text, "A bench");
  assert.equal(adding.draft.place.lon, -0.2);
});

test("the ward of a place left behind does not overwrite the new one's", async () => {
  const { adding, app } = bench();
  let answerFirst;
  app.scene.locality = () => new Promise((done) => { answerFirst = done; });
  adding.start("welcoming", CLERKENWELL);
  app.scene.locality = async () => ({ ward: "New", borough: "Place" });
  adding.place({ lon: -0.2, lat: 51.5 });
  await settled();
  answerFirst({ ward: "Old", borough: "Place" });
  await settled();
  assert.equal(adding.draft.where.ward, "New");
});

test("more of the same carries the kind and category, never the words", () => {
  const { adding, world } = bench();
  adding.start("barrier", CLERKENWELL);
  adding.chooseCategory("b-cross");
  adding.change({ text: "Only here" });
  adding.save();
  adding.addMore({ lon: -0.11, lat: 51.52 });
  const [first, second] = world.sent;
  assert.deepEqual([second.kind, second.category, second.text], ["barrier", "b-cross", ""]);
  assert.notEqual(first.id, second.id);
  assert.notEqual(first.receipt, second.receipt);
});

test("a refused pin comes back with its words and is mended as a new one", () => {
  const { adding, world, drafts } = bench();
  adding.start("welcoming", CLERKENWELL);
  adding.chooseCategory("w-rest");
  adding.change({ text: "A bench" });
  adding.save();
  const [pin] = world.sent;
  adding.takeBack(pin, "That place is outside Greater London.");
  assert.equal(drafts.refused[0].sentence, "That place is outside Greater London.");
  assert.deepEqual(world.shown.at(-1), [[], [pin.id]]);
  adding.mend(pin);
  assert.equal(adding.draft.text, "A bench");
  assert.deepEqual(drafts.refused, []);
  adding.save();
  assert.notEqual(world.sent[1].id, pin.id);
});

test("what was begun before is offered again and can be gone on with", () => {
  const { adding, app } = bench({ kind: "barrier", place: CLERKENWELL, category: "b-step", text: "Two steps" });
  assert.equal(adding.left.text, "Two steps");
  adding.resume();
  assert.equal(app.step, "words");
  assert.equal(adding.draft.text, "Two steps");
  assert.equal(adding.left, null);
});

test("what became of a pin is said in the state it is in", () => {
  const outbox = { online: true };
  const answers = new Answers(t, outbox);
  assert.equal(answers.text("a"), "status.sending");
  outbox.online = false;
  assert.equal(answers.stateOf("a"), "waiting");
  answers.note({ id: "a", ok: true, status: "published", ward: "Clerkenwell", borough: "Islington" });
  assert.equal(answers.text("a"), "status.published_where");
  answers.note({ id: "b", ok: false, sentence: "Outside." });
  assert.equal(answers.text("b"), "Outside.");
});

test("each pin goes out with the browser's contributor, which is shown and given back nowhere", () => {
  const { adding, world, drafts, app } = bench();
  drafts.contributor = "ab".repeat(16);
  const shown = [];
  app.scene.pins.change = (pins) => shown.push(...pins);
  adding.start("barrier", CLERKENWELL);
  adding.chooseCategory("b-step");
  adding.save();
  assert.equal(world.sent[0].contributor, "ab".repeat(16));
  assert.equal("contributor" in adding.last, false);
  assert.equal("contributor" in shown[0], false);
});
