// The answers in their groups: one card each. A card is drawn anew when its answer changes.
import { model, question, shown } from "./model.js";
import { make } from "./text.js";
import { count, number, points, say } from "./words.js";

export const card = (id) => document.getElementById(`a-${id}`);

// `act` holds what the buttons do; see main.js.
export function drawCards(place, act) {
  const sections = [];
  const groups = question().groups;
  for (let at = 0; at < groups.length; at += 1) {
    const run = [groups[at]];
    // answers that stand alone share a heading
    while (groups[at].kind === "single" && groups[at + 1]?.kind === "single") {
      at += 1;
      run.push(groups[at]);
    }
    sections.push(section(run, act));
  }
  place.replaceChildren(...sections);
  filterCards();
}

function section(run, act) {
  const { kind } = run[0];
  const ids = run.flatMap((group) => group.answers);
  const heading = make("h2", {}, count(`group-${kind}`, ids.length));
  const element = make("section", { class: `group ${kind}` });
  const head = make("div", { class: "head" }, heading, make("span", { class: "shown" }));
  if (kind !== "single" && ids.length > 1) head.append(groupButtons(ids, act));
  element.append(head, ...ids.map((id) => makeCard(id, act)));
  return element;
}

function groupButtons(ids, act) {
  const label = say("group-all", { count: ids.length });
  const buttons = make("div", { class: "marks", role: "group", "aria-label": label });
  buttons.append(make("span", { class: "small" }, label));
  for (const key of question().keys) {
    const name = say("group-points", { points: points(key.points), count: ids.length });
    buttons.append(
      button(number(key.points), name, (event) => act.markGroup(ids[0], key.points, event), {
        title: `${name} (⇧ ${key.key})`,
      }),
    );
  }
  const name = say("group-comment", { count: ids.length });
  buttons.append(button(say("comment"), name, () => act.pickGroup(ids[0]), { title: `${name} (⇧ p)` }));
  return buttons;
}

function button(text, name, onclick, more = {}) {
  // a label that holds the visible text, for those who speak to their computer
  const label = name.includes(text) ? name : `${text}: ${name}`;
  return make("button", { type: "button", "aria-label": label, onclick, ...more }, text);
}

export function makeCard(id, act) {
  const answer = model.answers[id];
  const here = model.current === id;
  const element = make("article", {
    id: `a-${id}`,
    class: `answer${here ? " here" : ""}${answer.needs ? "" : " marked"}`,
    tabindex: here ? "0" : "-1",
    "aria-label": label(id),
    "aria-describedby": `t-${id}`,
    onfocusin: () => act.select(id),
    onclick: () => act.select(id),
  });
  element.append(
    make("p", { class: "number", "aria-hidden": "true" }, String(answer.number)),
    make(
      "div",
      { class: "top" },
      make("div", { class: "text", id: `t-${id}` }, ...textOf(answer)),
      stateOf(id),
    ),
    make("div", { class: "row" }, markButtons(id, act), moreButtons(id, act)),
  );
  if (model.names.has(id)) element.append(make("p", { class: "who" }, model.names.get(id)));
  if (answer.comment) element.append(make("p", { class: "comment" }, answer.comment));
  if (answer.needs && answer.score !== null) element.append(before(id, act));
  return element;
}

function label(id) {
  const { group, number: place } = model.answers[id];
  return say("label", {
    number: place,
    total: question().order.length,
    kind: count(`group-${group.kind}`, group.answers.length),
    state: stateWords(id),
  });
}

function textOf(answer) {
  const parts = answer.parts.filter((part) => part.text.trim());
  if (!parts.length) return [make("p", { class: "plain empty" }, say("empty"))];
  return parts.flatMap((part) => [
    make(part.code ? "pre" : "p", { class: part.code ? "code" : "plain" }, part.text),
    ...(part.output
      ? [make("p", { class: "small" }, say("output")), make("pre", { class: "output" }, part.output)]
      : []),
  ]);
}

function stateWords(id) {
  const { score, auto, needs } = model.answers[id];
  if (needs) return score === null ? say("state-open") : say("state-before", { points: points(score) });
  if (score === null) return say("state-auto", { points: points(auto ?? 0) });
  return say("state-marked", { points: points(score) });
}

function stateOf(id) {
  const state = make("span", { class: "state" }, stateWords(id));
  const answer = model.answers[id];
  const saving = model.waiting.has(id) && (answer.unsaved ? "not-saved" : "saving");
  const saved = !answer.needs && answer.score !== null && "saved";
  const word = saving || saved;
  if (word) state.append(" · ", make("span", { class: word }, say(word)));
  return state;
}

function markButtons(id, act) {
  const answer = model.answers[id];
  const tabindex = model.current === id ? "0" : "-1";
  const box = make("div", { class: "marks", role: "group", "aria-label": label(id) });
  for (const key of question().keys) {
    const values = { points: points(key.points), number: answer.number, level: key.level };
    const name = say(key.level ? "give-level" : "give", values);
    const pressed = !answer.needs && (answer.score ?? answer.auto) === key.points;
    box.append(
      button(number(key.points), name, (event) => act.mark(id, key.points, event), {
        tabindex,
        "aria-pressed": String(pressed),
        "aria-keyshortcuts": key.key,
        title: key.level ? `${key.level} (${key.key})` : key.key,
      }),
    );
  }
  const name = say("other-points-for", { number: answer.number });
  const other = say("other-points");
  box.append(button(other, `${other} ${name}`, () => act.otherPoints(id), { tabindex, class: "quiet" }));
  return box;
}

function moreButtons(id, act) {
  const tabindex = model.current === id ? "0" : "-1";
  const values = { number: model.answers[id].number };
  const quiet = { tabindex, class: "quiet" };
  const revealed = model.names.has(id);
  return make(
    "div",
    { class: "marks" },
    button(say("comment"), say("comment-for", values), () => act.comment(id), quiet),
    button(say("pick"), say("pick"), () => act.pick(id), quiet),
    button(say("name"), say(revealed ? "name-hide" : "name-of", values), () => act.name(id), {
      ...quiet,
      "aria-pressed": String(revealed),
    }),
  );
}

function before(id, act) {
  const { score, since } = model.answers[id];
  const tabindex = model.current === id ? "0" : "-1";
  const text = say("keep", { points: points(score) });
  return make(
    "p",
    { class: "again" },
    `${say(`since-${since}`)} `,
    button(text, text, () => act.keep([id]), { tabindex, "aria-keyshortcuts": "s" }),
  );
}

// Draw cards anew where they are; focus stays.
export function redraw(ids, act) {
  for (const id of ids) {
    const old = card(id);
    if (!old) continue;
    const place = [...old.querySelectorAll("button")].indexOf(document.activeElement);
    const focused = old === document.activeElement;
    const fresh = makeCard(id, act);
    fresh.hidden = old.hidden;
    old.replaceWith(fresh);
    if (focused) fresh.focus({ preventScroll: true });
    else if (place >= 0) (fresh.querySelectorAll("button")[place] ?? fresh).focus();
  }
}

// Show where the teacher is: only this card's buttons are stops of the Tab key.
export function setHere(id, here) {
  const element = card(id);
  if (!element) return;
  element.classList.toggle("here", here);
  element.tabIndex = here ? 0 : -1;
  for (const one of element.querySelectorAll("button")) one.tabIndex = here ? 0 : -1;
}

export function filterCards() {
  for (const element of document.querySelectorAll("section.group")) {
    const cards = [...element.querySelectorAll(".answer")];
    for (const one of cards) one.hidden = !shown(one.id.slice(2));
    const seen = cards.filter((one) => !one.hidden).length;
    element.hidden = seen === 0;
    const note = element.querySelector(".shown");
    note.textContent = seen < cards.length ? say("group-shown", { shown: seen }) : "";
  }
}
