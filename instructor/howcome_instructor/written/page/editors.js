// The two small forms below an answer: a comment, and points that have no key.
import { request } from "./api.js";
import { card } from "./cards.js";
import { model } from "./model.js";
import { make } from "./text.js";
import { number, say } from "./words.js";

const BEGINNING = 60; // letters of an answer that are said again
const WAIT = 400; // milliseconds without a letter, then what was written is saved

let closeOpen = null;

// Below the answer, not in its card: the card is drawn anew while somebody writes. `after` is
// where the focus goes in the end.
function open(id, element, first, leave, after = id) {
  closeOpen?.();
  const close = (back = true) => {
    if (closeOpen !== close) return;
    closeOpen = null;
    leave?.();
    element.remove();
    if (back) card(after)?.focus({ preventScroll: true });
  };
  closeOpen = close;
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  element.addEventListener("focusout", (event) => {
    // away to another part of the page; a switch to another window is no such thing
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close(false);
  });
  card(id).after(element);
  first.focus();
  element.scrollIntoView({ block: "nearest" });
  return close;
}

// `write` is called with the text whenever there is a pause, `closed` once at the end. `other` is
// a button that leads to another answer, or null.
export function openComment(id, write, closed, { after, other }) {
  const answer = model.answers[id];
  const field = make("textarea", { rows: "3", maxlength: "2000" });
  field.value = answer.comment;
  let timer = null;
  const flush = () => {
    clearTimeout(timer);
    write(field.value.trim());
  };
  const said = make("span", { role: "status" });
  const keep = make("button", { type: "button", onclick: () => reuse(field.value, said) });
  keep.textContent = say("comment-reuse");
  const done = make("button", { type: "button", onclick: () => close() }, say("close"));
  const element = make(
    "div",
    { class: "writing" },
    make("label", {}, say("comment-field", { number: answer.number, start: beginning(answer) }), field),
    make("div", { class: "row" }, done, keep, other, said),
    make("p", { class: "small" }, say("comment-saves")),
  );
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      close();
    }
  });
  const leave = () => {
    flush();
    closed(field.value.trim());
  };
  const close = open(id, element, field, leave, after);
}

// The first words of an answer, so that nobody comments on the wrong one.
export function beginning(answer) {
  const text = answer.parts.map((part) => part.text).join(" ").trim().replace(/\s+/g, " ");
  if (!text) return say("empty");
  return text.length <= BEGINNING ? text : `${text.slice(0, BEGINNING).trimEnd()} …`;
}

async function reuse(text, said) {
  const comment = text.trim().replace(/\s+/g, " ");
  if (!comment) return;
  const after = [...model.comments.filter((one) => one !== comment), comment];
  const answer = await keepComments(after);
  said.textContent = answer.ok ? say("comment-kept") : answer.sentence;
}

export async function keepComments(after) {
  let answer;
  try {
    answer = await request("comments", { before: model.comments, after });
  } catch {
    answer = { ok: false, status: 0, sentence: say("lost") };
  }
  if (answer.ok || answer.status === 409) model.comments = answer.comments;
  return answer;
}

export function openPoints(id, most, give) {
  const answer = model.answers[id];
  const field = make("input", { type: "text", inputmode: "decimal", size: "4", autocomplete: "off" });
  const label = say("points-field", { most: number(most) });
  const said = make("span", { role: "alert" });
  const form = make(
    "form",
    { class: "writing" },
    make("label", {}, `${label} `, field),
    make("button", { type: "submit" }, say("save")),
    make("button", { type: "button", onclick: () => close() }, say("cancel")),
    said,
  );
  field.value = answer.score === null ? "" : number(answer.score);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim().replace(",", ".");
    const value = Number(text);
    if (!text || !(value >= 0 && value <= most) || value * 2 !== Math.round(value * 2)) {
      said.textContent = label;
      field.focus();
      return;
    }
    close();
    give(value);
  });
  const close = open(id, form, field);
}
