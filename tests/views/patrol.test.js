// What to do next with the patrol, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { patrolPrompt } from "../../widgets/howcome/activities/patrol.js";

const state = { days: 0, looked: false, swapped: false, choices: true, changed: false };

test("one thing to do at a time, from the first day to free play", () => {
  const prompts = [
    {}, { days: 1 }, { days: 5 }, { days: 15 }, { days: 15, looked: true },
    { days: 15, looked: true, changed: true }, { days: 15, looked: true, swapped: true, changed: true },
  ].map((change) => patrolPrompt({ ...state, ...change }));
  assert.deepEqual(prompts, ["p_first", "p_few", "p_ten", "p_look", "p_try", "p_done", "p_swapped"]);
});

test("without choices there is nothing to change", () => {
  assert.equal(patrolPrompt({ ...state, days: 50, looked: true, choices: false }), "p_done");
});
