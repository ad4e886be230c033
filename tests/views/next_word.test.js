// The logic of NextWord's view, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import {
  begun, extended, heat, leap, looking, of100, runs, stage, written,
} from "../../widgets/howcome/activities/next_word.js";

const how = { box: true, asks: false };
const open = begun(["the", "cow"], 1);

test("there is one thing to do at a time", () => {
  const whole = { ...open, words: [...open.words, "eats", "hay", "."] };
  assert.equal(stage(undefined, how), "build");
  assert.equal(stage(null, { box: true, asks: true }), "choose");
  assert.equal(stage(open, how), "build");
  assert.equal(stage(whole, how), "sound");
  assert.equal(stage({ ...whole, sounds: "true" }, how), "look");
  assert.equal(stage({ ...whole, sounds: "true", looked: true }, how), "closed");
  assert.equal(stage({ ...whole, sounds: "true" }, { box: false, asks: false }), "closed");
});

test("words are added to the last sentence, and the others stay as they are", () => {
  const done = { ...open, words: ["a", "."], by: ["you", "machine"] };
  const made = [done, open];
  const longer = extended(made, begun([], 1), ["eats", "hay"], "machine", 0.5);
  assert.equal(longer[0], done);
  assert.deepEqual(longer[1].words, ["the", "cow", "eats", "hay"]);
  assert.deepEqual(longer[1].by, ["start", "start", "machine", "machine"]);
  assert.equal(longer[1].temperature, 0.5);
  assert.deepEqual(open.words, ["the", "cow"]);
  assert.deepEqual(extended([], open, ["has"], "you", 1)[0].by, ["start", "start", "you"]);
});

test("words are written as a sentence", () => {
  assert.equal(written(["the", "cow", "eats"]), "The cow eats");
  assert.equal(written(["the", "cow", "."]), "The cow.");
  assert.equal(written(["."]), ".");
  assert.equal(written([]), "");
});

test("words of one hand stand together", () => {
  assert.deepEqual(runs(["start", "you", "you", "machine", "you"]), [[0], [1, 2], [3], [4]]);
  assert.deepEqual(runs([]), []);
});

test("a small chance is not rounded to none, nor a large one to all", () => {
  assert.deepEqual([0, 0.001, 0.01, 0.925, 0.999, 1].map(of100), ["0", "<1", "1", "93", ">99", "100"]);
});

test("every temperature has a name", () => {
  assert.deepEqual([0, 0.3, 1, 1.5, 5].map((one) => heat(one, 5)),
    ["heat_none", "heat_low", "heat_one", "heat_high", "heat_most"]);
});

test("what the machine looks at is said as it is", () => {
  assert.equal(looking(["lives", "in"], true), "looks_at");
  assert.equal(looking(["", "the"], true), "looks_at_start");
  assert.equal(looking(["", ""], true), "looks_start");
  assert.equal(looking([], true), "looks_nothing");
  assert.equal(looking(["", "the", "cow"], false), "scores_at");
  assert.equal(looking(["", "", ""], false), "scores_start");
  assert.equal(looking(null, false), "scores");
});

test("arrow keys stay inside the list", () => {
  assert.equal(leap("ArrowDown", 0, 5, 2), 2);
  assert.equal(leap("ArrowDown", 4, 5, 2), 4);
  assert.equal(leap("ArrowUp", 1, 5, 2), 1);
  assert.equal(leap("ArrowRight", 1, 5, 2), 2);
  assert.equal(leap("ArrowLeft", 0, 5, 2), 0);
  assert.equal(leap("End", 0, 5, 2), 4);
  assert.equal(leap("Home", 3, 5, 2), 0);
  assert.equal(leap("Enter", 3, 5, 2), undefined);
});
