import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST_BATCH, Outbox, RETRY_MS } from "../src/map/outbox.js";

class Storage {
  items = new Map();
  get length() { return this.items.size; }
  key(i) { return [...this.items.keys()][i]; }
  getItem(key) { return this.items.get(key) ?? null; }
  setItem(key, value) { this.items.set(key, value); }
  removeItem(key) { this.items.delete(key); }
}

/** A clock, a line to a server that may be slow or dead, and what it received. */
function bench(storage = new Storage()) {
  const world = { time: 0, timers: [], sent: [], settled: [], storage };
  world.outbox = new Outbox({
    storage,
    now: () => world.time,
    later: (ms, call) => world.timers.push([world.time + ms, call]),
    send: (pins) => world.sent.push(pins.map((pin) => pin.id)),
    onSettled: (pin, answer) => world.settled.push([pin.id, answer.ok]),
  });
  world.pass = (ms) => {
    world.time += ms;
    const due = world.timers.filter(([at]) => at <= world.time);
    world.timers = world.timers.filter(([at]) => at > world.time);
    due.forEach(([, call]) => call());
  };
  return world;
}

const pin = (id) => ({ id, text: `what ${id} said` });

test("a pin is in storage before anything is sent", () => {
  const storage = new Storage();
  const world = bench(storage);
  world.outbox.setOnline(false);
  world.outbox.add(pin("a"));
  assert.equal(storage.length, 1);
  assert.deepEqual(world.sent, []);
});

test("a pin without an answer is sent again, and again", () => {
  const world = bench();
  world.outbox.add(pin("a"));
  world.pass(RETRY_MS);
  world.pass(RETRY_MS);
  assert.deepEqual(world.sent, [["a"], ["a"], ["a"]]);
});

test("an answered pin leaves storage and is not sent again", () => {
  const storage = new Storage();
  const world = bench(storage);
  world.outbox.add(pin("a"));
  world.outbox.settle([{ id: "a", ok: true }]);
  world.pass(10 * RETRY_MS);
  assert.equal(world.sent.length, 1);
  assert.equal(storage.length, 0);
  assert.deepEqual(world.settled, [["a", true]]);
});

test("an answer said twice is told once", () => {
  const world = bench();
  world.outbox.add(pin("a"));
  world.outbox.settle([{ id: "a", ok: true }]);
  world.outbox.settle([{ id: "a", ok: true }]);
  assert.equal(world.settled.length, 1);
});

test("a large batch is given longer before it is sent again", () => {
  const world = bench();
  world.outbox.setOnline(false);
  for (let i = 0; i < LARGEST_BATCH; i += 1) world.outbox.add(pin(`p${i}`));
  world.outbox.setOnline(true);
  world.pass(RETRY_MS);
  assert.equal(world.sent.length, 1);
  world.pass(RETRY_MS);
  assert.equal(world.sent.length, 1);
  world.pass(RETRY_MS);
  assert.equal(world.sent.length, 2);
});

test("nothing is sent again while the server is at work on it, but not for ever", () => {
  const world = bench();
  world.outbox.isBusy = () => true;
  world.outbox.add(pin("a"));
  for (let i = 0; i < 8; i += 1) world.pass(RETRY_MS);
  assert.equal(world.sent.length, 1);
  for (let i = 0; i < 20; i += 1) world.pass(RETRY_MS);
  assert.equal(world.sent.length, 2);
});

test("without a line nothing is handed over, and everything once there is one", () => {
  const world = bench();
  let line = false;
  world.outbox.canSend = () => line;
  world.outbox.add(pin("a"));
  world.pass(1000);
  world.outbox.add(pin("b"));
  world.pass(1000);
  assert.deepEqual(world.sent, []);
  line = true;
  world.pass(1000);
  assert.deepEqual(world.sent, [["a", "b"]]);
});

test("a server that never answers is asked less and less often, but always again", () => {
  const world = bench();
  world.outbox.add(pin("a"));
  for (let i = 0; i < 120; i += 1) world.pass(RETRY_MS / 5);
  const early = world.sent.length;
  for (let i = 0; i < 120; i += 1) world.pass(RETRY_MS / 5);
  const late = world.sent.length - early;
  assert.ok(late >= 5 && late < early, `${early} then ${late}`);
});

test("eighty rapid pins with a slow server that drops every third message all arrive", () => {
  const world = bench();
  const saved = new Set();
  let messages = 0;
  const line = [];
  world.outbox.send = (pins) => {
    messages += 1;
    if (messages % 3 !== 0) line.push([world.time + 150 * pins.length, pins]);
  };
  for (let i = 0; i < 80; i += 1) {
    world.outbox.add(pin(`p${i}`));
    world.pass(10);
  }
  for (let step = 0; step < 3000 && world.outbox.size > 0; step += 1) {
    const arrived = line.filter(([at]) => at <= world.time);
    arrived.forEach((entry) => line.splice(line.indexOf(entry), 1));
    arrived.forEach(([, pins]) => {
      pins.forEach((each) => saved.add(each.id));
      world.outbox.settle(pins.map((each) => ({ id: each.id, ok: true })));
    });
    world.pass(10);
  }
  assert.equal(saved.size, 80);
  assert.equal(world.outbox.size, 0);
});

test("a batch is never larger than the server is asked to take", () => {
  const world = bench();
  world.outbox.setOnline(false);
  for (let i = 0; i < LARGEST_BATCH * 2; i += 1) world.outbox.add(pin(`p${i}`));
  world.outbox.setOnline(true);
  assert.equal(world.sent[0].length, LARGEST_BATCH);
});

test("what waited in a closed tab is brought back, and told as such", () => {
  const storage = new Storage();
  const before = bench(storage);
  before.outbox.add(pin("a"));
  const after = bench(storage);
  after.outbox.onSettled = (each) => assert.equal(each.restored, true);
  after.outbox.flush();
  assert.deepEqual(after.sent, [["a"]]);
  after.outbox.settle([{ id: "a", ok: true }]);
  assert.equal(storage.length, 0);
});

test("two tabs do not overwrite each other's pins", () => {
  const storage = new Storage();
  const one = bench(storage);
  const two = bench(storage);
  one.outbox.add(pin("a"));
  two.outbox.add(pin("b"));
  one.outbox.settle([{ id: "a", ok: true }]);
  assert.deepEqual([...storage.items.keys()], ["common-ground:outbox:b"]);
});

test("storage that refuses does not stop a pin", () => {
  const broken = { get length() { throw new Error("blocked"); }, setItem() { throw new Error("full"); }, removeItem() { throw new Error("blocked"); } };
  const world = bench(broken);
  world.outbox.add(pin("a"));
  world.outbox.settle([{ id: "a", ok: true }]);
  assert.deepEqual(world.settled, [["a", true]]);
});

test("nothing is sent without a connection, everything on its return", () => {
  const world = bench();
  world.outbox.setOnline(false);
  world.outbox.add(pin("a"));
  world.outbox.add(pin("b"));
  world.pass(5 * RETRY_MS);
  assert.deepEqual(world.sent, []);
  world.outbox.setOnline(true);
  assert.deepEqual(world.sent, [["a", "b"]]);
});
