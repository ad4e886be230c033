// Comments to use again: pick one with a key, or change the list.
import { beginning, keepComments } from "./editors.js";
import { KEYS, model, offered } from "./model.js";
import { make } from "./text.js";
import { say } from "./words.js";

const by = (id) => document.getElementById(id);

let use = null; // what a chosen comment is used for; null while only the list is shown

// Without answers the list alone is opened, to be changed.
export function openPick(ids, act) {
  use = ids.length ? (comment) => toggle(ids, comment, act) : null;
  const title = ids.length > 1 ? "pick-group" : ids.length ? "pick-one" : "my-comments";
  const one = ids.length === 1 ? model.answers[ids[0]] : null;
  const whose = one && { number: one.number, start: beginning(one) };
  by("pick-title").textContent = say(title, { count: ids.length, ...whose });
  by("pick-problem").textContent = "";
  edit(!offered().length || !ids.length);
  if (!by("pick-box").open) by("pick-box").showModal();
  (by("pick-form").hidden ? by("pick-list").querySelector("button") : by("pick-field")).focus();
}

// A comment that is there already is taken away, else it is added on a line of its own.
function toggle(ids, comment, act) {
  const has = (id) => model.answers[id].comment.split("\n").includes(comment);
  const away = ids.every(has);
  act.setComment(ids, (text) => {
    const lines = text.split("\n").filter((line) => line && line !== comment);
    return (away ? lines : [...lines, comment]).join("\n");
  });
}

function edit(on) {
  by("pick-form").hidden = !on;
  by("pick-list").hidden = on;
  by("pick-edit").hidden = on;
  if (on) by("pick-field").value = model.comments.join("\n");
  const buttons = offered().map((comment, place) =>
    make(
      "button",
      { type: "button", onclick: () => choose(comment) },
      make("kbd", {}, KEYS[place]),
      ` ${comment}`,
    ),
  );
  by("pick-list").replaceChildren(...buttons);
  if (on && !offered().length) by("pick-problem").textContent = say("pick-none");
}

function choose(comment) {
  by("pick-box").close();
  use?.(comment);
}

export function wirePick() {
  by("pick-edit").addEventListener("click", () => {
    edit(true);
    by("pick-field").focus();
  });
  by("pick-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const after = by("pick-field").value.split("\n").map((one) => one.trim().replace(/\s+/g, " "));
    const answer = await keepComments(after.filter(Boolean));
    by("pick-problem").textContent = answer.ok ? "" : answer.sentence;
    if (!answer.ok && answer.status !== 409) return; // what was typed stays there
    if (answer.ok && !use) {
      by("pick-box").close();
      return;
    }
    edit(!answer.ok || !offered().length);
    (by("pick-list").querySelector("button") ?? by("pick-field")).focus();
  });
  by("pick-box").addEventListener("keydown", (event) => {
    if (event.target === by("pick-field") || event.ctrlKey || event.altKey || event.metaKey) return;
    const place = KEYS.indexOf(event.key);
    if (by("pick-list").hidden || place < 0 || place >= offered().length) return;
    event.preventDefault();
    choose(offered()[place]);
  });
}
