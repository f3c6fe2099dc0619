import assert from "node:assert/strict";
import { test } from "node:test";
import { mounting } from "../src/shared/mounting.js";

const settled = () => new Promise((done) => setTimeout(done, 5));

function screen() {
  const told = [];
  const mount = mounting(async () => ({ update: ({ data }) => told.push(data), remove: () => told.push("removed") }));
  return { told, mount };
}

test("new data go to what is shown already", async () => {
  const { told, mount } = screen();
  const parentElement = { isConnected: true };
  await mount({ data: 1, parentElement });
  await mount({ data: 2, parentElement });
  assert.deepEqual(told, [1, 2]);
});

test("an old call that comes last gives way to the newer one when it is called off", async () => {
  const { told, mount } = screen();
  const parentElement = { isConnected: true };
  const fresh = mount({ data: "new", parentElement });
  const stale = mount({ data: "old", parentElement });
  await fresh;
  (await stale)();
  await settled();
  assert.deepEqual(told, ["new", "old", "new"]);
});

test("an old call that came first is called off without a word", async () => {
  const { told, mount } = screen();
  const parentElement = { isConnected: true };
  const stale = await mount({ data: "old", parentElement });
  await mount({ data: "new", parentElement });
  stale();
  await settled();
  assert.deepEqual(told, ["old", "new"]);
});

test("what left the page is taken away, and begins anew when it comes back", async () => {
  const { told, mount } = screen();
  const parentElement = { isConnected: true };
  const leave = await mount({ data: 1, parentElement });
  parentElement.isConnected = false;
  leave();
  await settled();
  parentElement.isConnected = true;
  await mount({ data: 2, parentElement });
  assert.deepEqual(told, [1, "removed", 2]);
});
