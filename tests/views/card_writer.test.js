// What CardWriter opens next, how a number is put into a text, and when typing is a step.
import assert from "node:assert/strict";
import test from "node:test";

import { after, put, stillOpen } from "../../widgets/howcome/activities/card_writer.js";
import { typing } from "../../widgets/howcome/activities/forms.js";

test("the next open part, and from the top again at the end", () => {
  const parts = ["does", "errors", "use"];
  assert.equal(after(parts, ["does", "errors", "use"], "does"), "errors");
  assert.equal(after(parts, ["does", "use"], "does"), "use");
  assert.equal(after(parts, ["does", "errors"], "use"), "does");
  assert.equal(after(parts, ["use"], "use"), null);
  assert.equal(after(parts, [], "does"), null);
});

test("what was just written is not asked for again", () => {
  const parts = ["use", "misuse"].map((part) => ({
    part, look: "", fields: [{ name: part, kind: "text", choices: [], numbers: "" }],
  }));
  const result = { open: ["use", "misuse"], of: {} };
  assert.deepEqual(stillOpen(parts, result, {}), ["use", "misuse"]);
  assert.deepEqual(stillOpen(parts, result, { use: "a" }), ["misuse"]);
  assert.deepEqual(stillOpen(parts, { open: ["misuse"], of: { use: "a" } }, { use: "" }), ["use", "misuse"]);
  // the kernel has read it, and it is not enough
  assert.deepEqual(stillOpen(parts, { open: ["misuse"], of: { misuse: "a" } }, { misuse: "a" }), ["misuse"]);
});

test("a number is put in with spaces around it", () => {
  assert.deepEqual(put("", 0, 0, "It sorts ", 40), { text: "It sorts ", caret: 9 });
  assert.deepEqual(put("Wrong:", 6, 6, "3.0 %", 40), { text: "Wrong: 3.0 %", caret: 12 });
  assert.deepEqual(put("Wrong: ", 7, 7, "3.0 %", 40), { text: "Wrong: 3.0 %", caret: 12 });
  assert.deepEqual(put("of fish", 0, 0, "3.0 %", 40), { text: "3.0 % of fish", caret: 5 });
  assert.deepEqual(put("(x).", 1, 2, "3.0 %", 40), { text: "(3.0 %).", caret: 6 });
});

test("where there is no room, nothing is put in", () => {
  assert.equal(put("x".repeat(36), 36, 36, "3.0 %", 40), null);
  assert.equal(put("x".repeat(34), 34, 34, "3.0 %", 40)?.text.length, 40);
});

/** A model as the page has it: what is set, and how many steps were settled. */
function fake() {
  /** @type {Record<string, any>} */
  const traits = { fields: {}, settled: 0 };
  return {
    get: (/** @type {string} */ name) => traits[name],
    set: (/** @type {string} */ name, /** @type {any} */ value) => { traits[name] = value; },
    save_changes() {},
  };
}

test("what is typed shows at once and is one step when the hand rests", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const model = fake();
  const { type } = typing(model, "fields");
  type("use", "S");
  context.mock.timers.tick(500);
  type("use", "So");
  context.mock.timers.tick(500);
  assert.deepEqual(model.get("fields"), { use: "So" });
  assert.equal(model.get("settled"), 0);
  context.mock.timers.tick(500);
  assert.equal(model.get("settled"), 1);
});

test("a choice keeps what was being typed, and resting twice is one step", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const model = fake();
  const { answer, type, rest } = typing(model, "fields");
  rest();
  assert.equal(model.get("settled"), 0);
  type("use", "So");
  model.set("fields", {}); // an answer of the kernel that is older than the hand
  answer("errors", ["deep"]);
  assert.deepEqual(model.get("fields"), { use: "So", errors: ["deep"] });
  rest();
  context.mock.timers.tick(5000);
  assert.equal(model.get("settled"), 1);
});
