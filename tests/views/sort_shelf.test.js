// The cards on their table, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { changed, isStep, step, waiting } from "../../widgets/howcome/activities/sort_shelf.js";

const card = (/** @type {string} */ name) => ({ name, said: { en: name }, picture: "" });

test("cards wait in order until they have a place", () => {
  const cards = ["tuna", "eel", "crab"].map(card);
  const names = (/** @type {any[]} */ some) => some.map(({ name }) => name);
  assert.deepEqual(names(waiting(cards, {})), ["tuna", "eel", "crab"]);
  assert.deepEqual(names(waiting(cards, { eel: "fish" })), ["tuna", "crab"]);
  // A card may have any name, also one that every object answers to.
  assert.deepEqual(names(waiting([card("constructor")], {})), ["constructor"]);
  assert.deepEqual(waiting(cards, { eel: "fish", tuna: "fish", crab: "crab" }), []);
});

test("one card that was put, moved or taken back is told; several are not", () => {
  assert.deepEqual(changed({}, { eel: "fish" }), { card: "eel", place: "fish" });
  assert.deepEqual(changed({ eel: "fish", crab: "crab" }, { eel: "crab", crab: "crab" }), { card: "eel", place: "crab" });
  assert.deepEqual(changed({ eel: "fish" }, {}), { card: "eel", place: undefined });
  assert.equal(changed({ eel: "fish" }, { eel: "fish" }), undefined);
  assert.equal(changed({ eel: "fish", crab: "crab" }, {}), undefined);
});

test("arrows, Home and End stay inside rows of different lengths", () => {
  const rows = [1, 4, 2];
  assert.deepEqual(step(rows, 0, 0, "ArrowUp"), [0, 0]);
  assert.deepEqual(step(rows, 0, 0, "ArrowRight"), [0, 0]);
  assert.deepEqual(step(rows, 0, 0, "ArrowDown"), [1, 0]);
  assert.deepEqual(step(rows, 1, 3, "ArrowDown"), [2, 1]);
  assert.deepEqual(step(rows, 2, 1, "ArrowDown"), [2, 1]);
  assert.deepEqual(step(rows, 1, 1, "ArrowLeft"), [1, 0]);
  assert.deepEqual(step(rows, 1, 1, "Home"), [1, 0]);
  assert.deepEqual(step(rows, 1, 1, "End"), [1, 3]);
  assert.equal(step(rows, 1, 1, "Enter"), undefined);
});

test("of a double click only the first half is a step; a key press is one", () => {
  const click = (/** @type {number} */ detail) => /** @type {any} */ ({ detail });
  assert.deepEqual([0, 1, 2, 3].map((count) => isStep(click(count))), [true, true, false, false]);
});
