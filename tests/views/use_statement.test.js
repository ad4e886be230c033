// What UseStatement asks next, and how it draws a citation.
import assert from "node:assert/strict";
import test from "node:test";

import { choose, open, runs } from "../../widgets/howcome/activities/use_statement.js";

/** @param {string} step @param {string[]} names */
const step = (step, names = [step]) => ({
  step, fields: names.map((name) => ({ name, kind: "text", choices: [] })),
});
const STEPS = [step("used"), step("tool", ["tool", "version", "date"]), step("my_part"), step("signed")];

test("one question at a time, and all that were answered before", () => {
  assert.deepEqual(open(STEPS, {}), ["used"]);
  assert.deepEqual(open(STEPS, { used: "yes" }), ["used", "tool"]);
  assert.deepEqual(open(STEPS, { used: "yes", tool: "Chatty" }), ["used", "tool"]);
  assert.deepEqual(open(STEPS, { used: "yes", tool: "Chatty", date: "2026-01-01" }), ["used", "tool", "my_part"]);
});

test("what has been answered never hides, even behind an open question", () => {
  assert.deepEqual(open(STEPS, { used: "yes", my_part: "all" }), ["used", "tool", "my_part"]);
});

test("who used nothing is asked about nothing", () => {
  assert.deepEqual(open(STEPS, { used: "none", tool: "Chatty" }), ["used", "signed"]);
});

test("nobody stands alone", () => {
  assert.deepEqual(choose(["person", "none"], "none"), ["none"]);
  assert.deepEqual(choose(["person", "none"], "person"), ["person"]);
  assert.deepEqual(choose(["page"], "person"), ["page"]);
});

test("stars are italics", () => {
  assert.deepEqual(runs("A. *Title* [chat]."), [
    { run: "A. ", italic: false }, { run: "Title", italic: true }, { run: " [chat].", italic: false },
  ]);
});
