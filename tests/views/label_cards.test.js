// What is new about the machine's predictions, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { news } from "../../widgets/howcome/activities/label_cards.js";

const one = (/** @type {string} */ name, /** @type {string} */ label, sure = 1) =>
  ({ name, label, sure, level: "very", near: [], differs: 0, facts: 12 });

test("only another label is news, and cards with the same one are told together", () => {
  const before = [one("owl", "mammal"), one("rabbit", "mammal"), one("eel", "fish")];
  assert.deepEqual(news([], before), [["mammal", ["owl", "rabbit"]], ["fish", ["eel"]]]);
  assert.deepEqual(news(before, [one("owl", "reptile"), one("rabbit", "mammal", 0.5)]), [["reptile", ["owl"]]]);
  assert.deepEqual(news(before, []), []);
});
