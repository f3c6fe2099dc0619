import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts } from "../src/map/drafts.js";

/** Storage of a browser, in memory; `refuses` makes it throw as a browser does that blocks it. */
function storage(refuses = "") {
  const items = new Map();
  const act = (name, call) => {
    if (refuses.includes(name)) throw new Error("blocked");
    return call();
  };
  return {
    items,
    getItem: (key) => act("read", () => items.get(key) ?? null),
    setItem: (key, value) => act("write", () => items.set(key, value)),
    removeItem: (key) => items.delete(key),
  };
}

const opened = (local) => new Drafts(() => local, () => storage());

test("a browser draws its contributor once and keeps it from visit to visit", () => {
  const local = storage();
  const first = opened(local).contributor;
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.equal(opened(local).contributor, first);
});

test("another browser is another contributor, and so is one whose storage was cleared", () => {
  const local = storage();
  const first = opened(local).contributor;
  assert.notEqual(opened(storage()).contributor, first);
  local.items.clear();
  assert.notEqual(opened(local).contributor, first);
});

test("a browser that keeps nothing has one contributor for as long as the page is open", () => {
  for (const refuses of ["write", "read write"]) {
    const drafts = opened(storage(refuses));
    assert.equal(drafts.contributor, drafts.contributor);
  }
});

test("what somebody else wrote under the same name is no contributor", () => {
  for (const wrong of ['"short"', "7", "{}", "not json"]) {
    const local = storage();
    local.setItem("common-ground:contributor", wrong);
    assert.match(opened(local).contributor, /^[0-9a-f]{32}$/);
  }
});

test("nothing is drawn before a pin is saved", () => {
  const local = storage();
  const drafts = opened(local);
  drafts.draft = { kind: "barrier", place: { lon: 0, lat: 51 }, category: "b-step" };
  assert.deepEqual([...local.items.keys()], ["common-ground:draft"]);
});
