import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, newId, newReceipt } from "../src/map/receipts.js";
import { findPrivateDetails, maskPrivateDetails } from "../src/map/private-details.js";
import { translator } from "../src/shared/words.js";

test("words are filled in and numbers choose their form", () => {
  const t = translator({ hello: "Hello {name}", "pins.one": "{n} pin", "pins.other": "{n} pins" });
  assert.equal(t("hello", { name: "{n}<b>" }), "Hello {n}<b>");
  assert.equal(t("pins", { n: 1 }), "1 pin");
  assert.equal(t("pins", { n: 1200 }), "1,200 pins");
  assert.equal(t("not there"), "not there");
});

test("a receipt is 32 hexadecimal characters and an id a version 4 UUID", () => {
  assert.match(newReceipt(), /^[0-9a-f]{32}$/);
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newReceipt(), newReceipt());
  assert.equal(grouped("0123456789abcdef0123456789abcdef"), "0123 4567 89ab cdef 0123 4567 89ab cdef");
});

const kinds = (text) => findPrivateDetails(text).map((found) => found.kind);

test("private details are noticed", () => {
  assert.deepEqual(kinds("ring me on 020 7946 0018 please"), ["phone"]);
  assert.deepEqual(kinds("+44 7700 900123"), ["phone"]);
  assert.deepEqual(kinds("write to jo.o'neill@example.org.uk"), ["email"]);
  assert.deepEqual(kinds("I live at EC1R 4AB, see https://example.org/me"), ["postcode", "link"]);
  assert.deepEqual(kinds("a blue van AB12 CDE blocks it"), ["plate"]);
});

test("ordinary words are not", () => {
  for (const text of ["since 2019 and 2020", "bus 73 and 476", "open 10-12 and 14-16", "the A406", "N22 is fine", "40 steps"]) {
    assert.deepEqual(kinds(text), [], text);
  }
});

test("masking leaves the rest of the sentence", () => {
  assert.equal(maskPrivateDetails("ring 020 7946 0018 after six"), "ring ••• after six");
});
