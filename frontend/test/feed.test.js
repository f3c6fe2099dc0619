import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts } from "../src/map/drafts.js";
import { PinFeed } from "../src/map/pin-feed.js";

/** A feed on a clock that is moved by hand; `answers` are given in turn, an Error is thrown. */
function bench(answers, hidden = () => false) {
  const world = { asked: [], planned: [], changes: [], connection: [] };
  world.feed = new PinFeed({
    ask: async (since) => {
      world.asked.push(since);
      const answer = answers.shift() ?? { sequence: since, pins: [], removed: [] };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    later: { start: (ms, call) => world.planned.push({ ms, call }), cancel: () => {} },
    onChange: (pins, removed) => world.changes.push([pins.map((pin) => pin.id), removed]),
    onConnection: (isThere) => world.connection.push(isThere),
    isHidden: hidden,
  });
  world.next = async () => {
    world.planned.at(-1).call();
    await new Promise((done) => setImmediate(done));
  };
  return world;
}

test("after all pins, the feed asks at once for what came meanwhile, then every three seconds", async () => {
  const world = bench([{ sequence: 7, pins: [{ id: "a" }], removed: [] }]);
  await world.feed.poll();
  assert.equal(world.planned.at(-1).ms, 0);
  await world.next();
  assert.deepEqual(world.asked, [0, 7]);
  assert.equal(world.planned.at(-1).ms, 3000);
});

test("changes are handed on, silence is not", async () => {
  const world = bench([
    { sequence: 1, pins: [{ id: "a" }], removed: [] },
    { sequence: 1, pins: [], removed: [] },
    { sequence: 2, pins: [], removed: ["a"] },
  ]);
  await world.feed.poll();
  await world.next();
  await world.next();
  assert.deepEqual(world.changes, [[["a"], []], [[], ["a"]]]);
});

test("one failure is chance, two are a lost connection, and an answer brings it back", async () => {
  const world = bench([new Error("lost"), new Error("lost"), { sequence: 3, pins: [], removed: [] }]);
  await world.feed.poll();
  assert.deepEqual(world.connection, []);
  await world.next();
  assert.deepEqual(world.connection, [false]);
  await world.next();
  assert.deepEqual(world.connection, [false, true]);
});

test("a lost connection is tried more and more slowly, but always again", async () => {
  const world = bench(Array.from({ length: 20 }, () => new Error("lost")));
  await world.feed.poll();
  for (let i = 0; i < 15; i += 1) await world.next();
  assert.ok(world.planned.at(-1).ms === 30000);
  assert.equal(world.asked.length, 16);
});

test("a hidden page asks nothing until it is looked at", async () => {
  let hidden = true;
  const world = bench([], () => hidden);
  await world.feed.poll();
  await world.next();
  await world.next();
  assert.equal(world.asked.length, 1);
  hidden = false;
  await world.next();
  assert.equal(world.asked.length, 2);
});

test("a stopped feed asks no more", async () => {
  const world = bench([]);
  await world.feed.poll();
  world.feed.stop();
  await world.next();
  assert.equal(world.asked.length, 1);
});

class Storage {
  items = new Map();
  getItem(key) { return this.items.get(key) ?? null; }
  setItem(key, value) { this.items.set(key, value); }
  removeItem(key) { this.items.delete(key); }
}

test("a draft is kept until it is done with, a bare kind is not worth keeping", () => {
  const storage = new Storage();
  const drafts = new Drafts(() => storage, () => new Storage());
  drafts.draft = { kind: "barrier" };
  assert.equal(drafts.draft, null);
  drafts.draft = { kind: "barrier", place: { lon: 0, lat: 51 }, text: "half a thou" };
  assert.equal(new Drafts(() => storage, () => new Storage()).draft.text, "half a thou");
  drafts.draft = null;
  assert.equal(storage.items.size, 0);
});

test("a browser that blocks storage only forgets with the page", () => {
  const blocked = () => { throw new Error("SecurityError"); };
  const drafts = new Drafts(blocked, blocked);
  drafts.refused = [{ pin: { id: "a" }, sentence: "no" }];
  assert.equal(drafts.refused.length, 1);
  assert.equal(drafts.view, null);
});
