// What a teacher does, by key or by button: the same functions.
import { request, save } from "./api.js";
import { card, drawCards, filterCards, redraw, setHere } from "./cards.js";
import { openComment, openPoints } from "./editors.js";
import { openPick } from "./pick.js";
import * as m from "./model.js";
import { drawQuestion } from "./question.js";
import { make } from "./text.js";
import { count, points, say } from "./words.js";

const { model } = m;
const by = (id) => document.getElementById(id);

let silence = null;

export function announce(text) {
  by("said").textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => by("said").replaceChildren(), 5000);
}

export function showProblem(text, retry = false) {
  by("problem").hidden = false;
  by("problem").firstElementChild.textContent = text;
  by("retry").hidden = !retry;
}

export const hideProblem = () => {
  by("problem").hidden = true;
};

function progressWords() {
  const { done, total, minutes } = m.progress();
  if (done === total) return say("progress-done", { total });
  return count("progress-left", minutes, { done, total });
}

export function drawProgress() {
  const { done, total } = m.progress();
  by("progress").textContent = progressWords();
  by("bar").max = total || 1;
  by("bar").value = done;
  for (const [place, option] of [...by("questions").options].entries()) {
    const { lesson, title, order } = model.questions[place];
    const values = { lesson: lesson.split("-")[0], title, ...m.progress(order) };
    option.textContent = say("question-option", values);
  }
}

// Save changes and show them; `restore` names the fields that undo puts back.
function change(wanted, restore) {
  const entry = { at: model.at, changes: [] };
  const changes = save(wanted, (problem) => settled(problem, changes, entry));
  const ids = changes.map(({ id }) => id);
  if (restore) {
    entry.changes = changes.map(({ id, before }) => ({
      id,
      fields: Object.fromEntries(restore.map((name) => [name, before[name]])),
    }));
    model.undo.push(entry);
  }
  redraw(ids, act);
  drawProgress();
  drawNotices();
}

function settled(problem, changes, entry) {
  const ids = changes.map(({ id }) => id);
  if (problem && [0, 403, 503].includes(problem.status)) {
    for (const id of model.waiting.keys()) model.answers[id].unsaved = true;
    showProblem(problem.sentence ?? say("lost"), true);
    redraw(model.waiting.keys(), act);
    return;
  }
  if (problem) {
    model.undo = model.undo.filter((one) => one !== entry);
    showProblem(problem.sentence);
    for (const id of ids) {
      const answer = model.answers[id];
      answer.plain = m.plain(answer.parts.map((part) => part.text).join(" "));
    }
    const here = problem.changed?.[0] ?? ids[0];
    redraw(ids, act);
    if (card(here)) act.go(here);
  } else {
    if (!by("retry").hidden) hideProblem();
    redraw(ids, act);
  }
  drawProgress();
  drawNotices();
}

function marked(ids, value, event) {
  const wanted = ids.map((id) => ({
    id,
    after: { ...m.mark(model.answers[id]), score: value, needs: false },
  }));
  change(wanted, ["score", "needs"]);
  m.noteMark(ids.length);
  model.last = ids.length === 1 ? ids[0] : null;
  onwards(ids[ids.length - 1], event);
}

// To the next open answer. After a click nothing scrolls away from under the mouse.
function onwards(id, event) {
  const next = m.nextOpen(id);
  if (next) act.go(next, event?.detail > 0);
}

function lastButton() {
  const text = say("comment-last", { number: model.answers[model.last].number });
  const attributes = { type: "button", onclick: act.commentLast, "aria-keyshortcuts": "Shift+C" };
  return make("button", attributes, text);
}

function progressSaid() {
  const { done, total } = m.progress();
  if (done === total) return say("said-all");
  if (m.question().order.every(m.isMarked)) return say("said-last");
  return progressWords();
}

export const act = {
  select(id) {
    if (model.current === id) return;
    if (model.current) setHere(model.current, false);
    model.current = id;
    setHere(id, true);
  },

  go(id, still = false) {
    if (!id) return;
    act.select(id);
    card(id)?.focus({ preventScroll: true });
    if (!still) card(id)?.scrollIntoView({ block: "nearest" });
  },

  mark(id, value, event) {
    marked([id], value, event);
    announce(say("said-marked", { points: points(value), progress: progressSaid() }));
  },

  markGroup(id, value, event) {
    const { open, again } = m.groupTargets(id);
    const values = { points: points(value), count: open.length };
    marked(open, value, event);
    const one = open.length === 1;
    const key = one ? "said-marked" : again ? "all-in-group-marked" : "said-group";
    announce(say(key, { ...values, progress: progressSaid() }));
  },

  keep(ids) {
    const kept = ids.filter((id) => model.answers[id].needs && model.answers[id].score !== null);
    if (!kept.length) return;
    const wanted = kept.map((id) => ({ id, after: { ...m.mark(model.answers[id]), needs: false } }));
    change(wanted, ["needs"]);
    announce(count("said-kept", kept.length, { progress: progressSaid() }));
    onwards(kept[kept.length - 1]);
  },

  keepGroup(id) {
    act.keep(m.groupTargets(id).all);
  },

  keepSame() {
    act.keep(sameAsBefore());
  },

  otherPoints(id) {
    const { most } = m.question();
    openPoints(id, most, (value) => act.mark(id, value));
  },

  comment(id, after = id) {
    const before = model.answers[id].comment;
    openComment(
      id,
      (text) => act.setComment([id], () => text, false),
      (text) => {
        if (text === before) return;
        m.noteComment(text);
        // one step of undo for all that was typed
        model.undo.push({ at: model.at, changes: [{ id, fields: { comment: before } }] });
      },
      { after, other: id === model.last || !card(model.last) ? null : lastButton() },
    );
  },

  // A mark goes on to the next answer: this comments on the one that got it, and comes back.
  commentLast() {
    if (card(model.last)) act.comment(model.last, model.current);
  },

  setComment(ids, next, undoable = true) {
    const wanted = ids
      .map((id) => ({ id, after: { ...m.mark(model.answers[id]) } }))
      .map((one) => ({ ...one, after: { ...one.after, comment: next(one.after.comment).trim() } }))
      .filter(({ id, after }) => after.comment !== model.answers[id].comment);
    if (!wanted.length) return;
    change(wanted, undoable ? ["comment"] : null);
    announce(say("said-comment"));
  },

  pick(id) {
    openPick([id], act);
  },

  pickGroup(id) {
    openPick(m.groupTargets(id).all, act);
  },

  undo() {
    const entry = model.undo.pop();
    if (!entry) {
      announce(say("said-nothing-to-undo"));
      return;
    }
    if (entry.at !== model.at) act.question(entry.at);
    const wanted = entry.changes.map(({ id, fields }) => ({
      id,
      after: { ...m.mark(model.answers[id]), ...fields },
    }));
    change(wanted, null);
    act.search("");
    announce(say("said-undone"));
    act.go(wanted[0].id);
  },

  async name(id) {
    if (model.names.has(id)) model.names.delete(id);
    else await reveal([id]);
    redraw([id], act);
    drawNames();
  },

  async allNames() {
    const ids = Object.keys(model.answers);
    if (model.names.size === ids.length) model.names.clear();
    else await reveal(ids);
    redraw(m.question().order, act);
    drawNames();
  },

  search(text) {
    if (by("search").value !== text) by("search").value = text;
    model.search = text;
    filterCards();
    const found = m.question().order.filter(m.shown);
    by("found").textContent = text.trim() ? count("found", found.length) : "";
  },

  question(place, focus = true) {
    if (place < 0 || place >= model.questions.length) return;
    model.at = place;
    model.current = null;
    by("questions").value = String(place);
    by("before").disabled = place === 0;
    by("next").disabled = place === model.questions.length - 1;
    drawQuestion(by("question"), m.question());
    drawCards(by("answers"), act);
    act.search("");
    drawProgress();
    drawNotices();
    const { order } = m.question();
    const first = order.find((id) => !m.isMarked(id)) ?? order[0];
    if (!first) return;
    if (focus) act.go(first, first === order[0]);
    else act.select(first);
  },
};

async function reveal(ids) {
  const answer = await request("names", { ids });
  for (const [id, name] of Object.entries(answer.names ?? {})) model.names.set(id, name);
}

export function drawNames() {
  const all = model.names.size > 0 && model.names.size === Object.keys(model.answers).length;
  by("names").textContent = say(all ? "hide-names" : "show-names");
  by("names").setAttribute("aria-pressed", String(all));
}

const sameAsBefore = () =>
  m.question().order.filter((id) => {
    const { needs, score, since } = model.answers[id];
    return needs && score !== null && since === "same";
  });

function drawNotices() {
  const notices = [];
  const { unread } = m.question();
  if (unread) {
    const line = make("p", {}, `${count("unread", unread)} `);
    const who = async () => {
      const answer = await request("names", { ids: [], unread: m.question().place });
      line.textContent = `${count("unread", unread)} ${answer.unread.join(", ")}`;
    };
    line.append(make("button", { type: "button", onclick: who }, say("unread-who")));
    notices.push(line);
  }
  const same = sameAsBefore().length;
  if (same) {
    const text = count("keep-same", same);
    notices.push(make("p", {}, make("button", { type: "button", onclick: act.keepSame }, text)));
  }
  by("notices").replaceChildren(...notices);
}
