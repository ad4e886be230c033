// The shared half of the views, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { send, word } from "../../widgets/howcome/activities/shared.js";

/** A model as anywidget gives it to a view. @param {Record<string, any>} traits */
const fake = (traits) => ({
  saved: 0,
  get: (/** @type {string} */ key) => traits[key],
  set: (/** @type {string} */ key, /** @type {any} */ value) => { traits[key] = value; },
  save_changes() { this.saved += 1; },
});

test("word fills the gaps it is given and leaves the others", () => {
  const model = fake({ words: { row: "{group}: {wrong} wrong, {wrong} of {all}" } });
  assert.equal(word(model, "row", { group: "deep", wrong: 3 }), "deep: 3 wrong, 3 of {all}");
  assert.equal(word(model, "missing"), "missing");
});

test("a step that is done travels in the same message as its change", () => {
  const traits = { settled: 4, counts: {} };
  const model = fake(traits);
  send(model, { counts: { deep: 10 } });
  assert.deepEqual(traits, { settled: 5, counts: { deep: 10 } });
  assert.equal(model.saved, 1);
  send(model, { counts: { deep: 11 } }, { settle: false });
  assert.equal(traits.settled, 5);
  assert.equal(model.saved, 2);
});
