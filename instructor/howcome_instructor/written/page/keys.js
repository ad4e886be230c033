// The keys. They rest while somebody writes, while a box is open, and when they are switched off.
import { act } from "./act.js";
import { model, question, step, stepGroup } from "./model.js";

export const keys = { on: true };

export function wireKeys() {
  document.addEventListener("keydown", (event) => {
    if (!keys.on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const todo = meaning(event);
    if (!todo) return;
    event.preventDefault();
    todo();
  });
}

function meaning(event) {
  const id = model.current;
  const letter = event.key.toLowerCase();
  // with Shift a digit key gives another sign, on each keyboard a different one
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const asked = event.shiftKey ? digit : event.key;
  const mark = question().keys.find(({ key }) => key === asked);
  if (mark && id) {
    return () => (event.shiftKey ? act.markGroup(id, mark.points) : act.mark(id, mark.points));
  }
  if (letter === "j" || event.key === "ArrowDown") {
    return () => act.go(event.shiftKey ? stepGroup(id, 1) : step(id, 1));
  }
  if (letter === "k" || event.key === "ArrowUp") {
    return () => act.go(event.shiftKey ? stepGroup(id, -1) : step(id, -1));
  }
  const simple = {
    u: act.undo,
    n: () => act.question(model.at + 1),
    b: () => act.question(model.at - 1),
    "/": () => document.getElementById("search").focus(),
    "?": () => document.getElementById("help").click(),
  };
  if (simple[letter]) return simple[letter];
  if (!id) return null;
  const here = {
    c: () => (event.shiftKey ? act.commentLast() : act.comment(id)),
    p: () => (event.shiftKey ? act.pickGroup(id) : act.pick(id)),
    s: () => (event.shiftKey ? act.keepGroup(id) : act.keep([id])),
    r: () => act.name(id),
    ".": () => act.otherPoints(id),
    ",": () => act.otherPoints(id),
  };
  return here[letter] ?? null;
}
