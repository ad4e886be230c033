// The logic of the guess-who view, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import {
  after, asking, correcting, kinds, nextOpen, parse, split, tally, wayTo,
} from "../../widgets/howcome/activities/guess_tree.js";

const COLUMNS = ["legs", "has_fur"];
const CARDS = [
  { name: "dog", truth: "mammal", x: [4, 1] },
  { name: "orca", truth: "mammal", x: [0, 0] },
  { name: "wasp", truth: "insect", x: [6, 0] },
  { name: "tuna", truth: "fish", x: [0, 0] },
];
const open = { cards: [], family: "", asked: "", end: "" };
const PLACES = {
  "": { ...open, asked: "has_fur" },
  yes: { ...open, end: "one" },
  no: { ...open, asked: "legs>5" },
  "no yes": { ...open },
  "no no": { ...open },
};

test("a question is a fact, or a limit of legs", () => {
  assert.deepEqual(parse("has_fur"), { trait: "has_fur", limit: 0 });
  assert.deepEqual(parse("legs>5"), { trait: "legs", limit: 5 });
});

test("a question splits the cards of its place and no others", () => {
  assert.deepEqual(split(CARDS, [0, 1, 2, 3], COLUMNS, "has_fur"), { yes: [0], no: [1, 2, 3] });
  assert.deepEqual(split(CARDS, [1, 2], COLUMNS, "legs>5"), { yes: [2], no: [1] });
  assert.deepEqual(split(CARDS, [2], COLUMNS, "legs>6"), { yes: [], no: [2] });
});

test("a pile is told family by family, in the order of the families", () => {
  const found = tally(CARDS, [3, 1, 0], ["fish", "insect", "mammal"]);
  assert.deepEqual(found, [["fish", [3]], ["mammal", [1, 0]]]);
  assert.equal(kinds(CARDS, [0, 1, 2]), 2);
  assert.equal(kinds(CARDS, []), 0);
});

test("a place is the answers on the way there", () => {
  assert.equal(after("", "no"), "no");
  assert.equal(after("no", "yes"), "no yes");
  assert.deepEqual(wayTo(""), [""]);
  assert.deepEqual(wayTo("no yes no"), ["", "no", "no yes", "no yes no"]);
});

test("the next place to ask at comes after this one, then around", () => {
  assert.equal(nextOpen(PLACES, ""), "no yes");
  assert.equal(nextOpen(PLACES, "no yes"), "no no");
  assert.equal(nextOpen(PLACES, "no no"), "no yes");
  assert.equal(nextOpen({ "": { ...open, end: "stuck" } }, ""), undefined);
});

test("another question lets fall what hung below, and nothing else", () => {
  const asked = { "": "has_fur", no: "legs>5", "no no": "can_fly", yes: "has_fins" };
  assert.deepEqual(asking(asked, "no", "has_shell"), { "": "has_fur", no: "has_shell", yes: "has_fins" });
  assert.deepEqual(asking(asked, "", "can_fly"), { "": "can_fly" });
  assert.deepEqual(asking({ n: "a" }, "no", "b"), { n: "a", no: "b" });
  assert.equal(asked.no, "legs>5");
});

test("a correction leaves the others", () => {
  const before = { bat: { legs: 2 }, toad: { legs: 4 } };
  assert.deepEqual(correcting(before, "bat", "has_fur", 1), { bat: { legs: 2, has_fur: 1 }, toad: { legs: 4 } });
  assert.deepEqual(correcting({}, "bat", "legs", 2), { bat: { legs: 2 } });
  assert.deepEqual(before.bat, { legs: 2 });
});
