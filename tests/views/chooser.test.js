// What to do next, and how far a button leads, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { added, nextPrompt, saidOf, turns, width } from "../../widgets/howcome/activities/chooser.js";

const state = { rounds: 0, second: 0, compare: true, choices: true, changed: false };

test("one thing to do at a time, from the first video to free play", () => {
  const prompts = [
    {}, { rounds: 1 }, { rounds: 10 }, { rounds: 20 }, { rounds: 20, second: 1 },
    { rounds: 20, second: 1, changed: true }, { rounds: 0, changed: true },
  ].map((change) => nextPrompt({ ...state, ...change }));
  assert.deepEqual(prompts,
    ["p_first", "p_next", "p_look", "p_compare", "p_both_try", "p_changed", "p_anew"]);
});

test("what a lesson does not offer is not asked for", () => {
  const alone = { ...state, rounds: 30, compare: false };
  assert.equal(nextPrompt({ ...alone, choices: false }), "p_alone");
  assert.equal(nextPrompt(alone), "p_alone_try");
  assert.equal(nextPrompt({ ...state, rounds: 30, second: 2, choices: false }), "p_both");
});

test("the last press fills up; one more is one too many, and is refused", () => {
  assert.deepEqual([turns(0, 10, 60), turns(55, 10, 60), turns(60, 10, 60), turns(60, 1, 60)], [10, 60, 70, 61]);
});

test("a click is told from ten rounds, and from a new start", () => {
  assert.deepEqual([added("", "1"), added("10", "100"), added("1", "1mm"), added("11", ""), added("1", "1")],
    ["1", "0", undefined, undefined, undefined]);
});

test("a bar is never wider than its line", () => {
  assert.deepEqual([width(0, 10), width(5, 10), width(12, 10), width(0, 0)], [0, 50, 100, 0]);
});

test("two runs are told by their names", () => {
  const run = (/** @type {string} */ title) => ({ title, said: `${title} said.`, rows: [], groups: [] });
  assert.equal(saidOf([run("A")]), "A said.");
  assert.equal(saidOf([run("A"), run("B")]), "A: A said. B: B said.");
});
