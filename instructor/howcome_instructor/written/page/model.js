// What the page knows: questions, answers and their marks, where the teacher is, what to undo.
const PACE = 18; // seconds for an answer, as long as nothing is measured: 150 in 45 minutes
const PAUSE = 90; // a longer time without a mark is a pause, and does not count

export const model = {
  course: "",
  questions: [], // as the program sent them, with `place` and a flat `order` of ids
  answers: {}, // id -> {parts, score, auto, needs, comment, since, number, group, plain}
  comments: [], // the teacher's own list
  written: [], // lines of comments in this course, the newest first
  last: null, // the answer that was marked last
  at: 0, // the question that is shown
  current: null, // the answer that is marked next
  names: new Map(), // only what was asked for
  waiting: new Map(), // id -> changes that are not saved yet
  undo: [],
  search: "",
  marks: [], // [seconds, answers] of this sitting
};

export function take(state) {
  model.course = state.course;
  model.comments = state.comments;
  model.written = state.written;
  model.answers = state.answers;
  model.questions = state.questions;
  for (const question of model.questions) {
    question.order = question.groups.flatMap((group) => group.answers);
    for (const group of question.groups) {
      for (const id of group.answers) {
        const answer = model.answers[id];
        answer.group = group;
        answer.question = question;
        answer.number = question.order.indexOf(id) + 1;
        answer.plain = plain(answer.parts.map((part) => part.text).join(" "));
      }
    }
  }
  model.at = Math.min(model.at, model.questions.length - 1);
}

// Comments to use again, each with its key: the teacher's own list, then what was written here.
export const KEYS = "123456789abcdefghijklmnopqrstuvwxyz";
export const offered = () => [...new Set([...model.comments, ...model.written])].slice(0, KEYS.length);

export function noteComment(text) {
  const lines = text.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean);
  model.written = [...new Set([...lines, ...model.written])];
}

export const question = () => model.questions[model.at];

export const plain = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();

export const shown = (id) => model.answers[id].plain.includes(plain(model.search));

export const mark = ({ score, needs, comment }) => ({ score, needs, comment });

export const isMarked = (id) => !model.answers[id].needs;

// Answers that this key would mark: those of the group without a mark, else all of them. Marks
// given before marking ran again count as marks; they are kept one by one, or with their own key.
export function groupTargets(id) {
  const all = model.answers[id].group.answers.filter(shown);
  const open = all.filter((one) => model.answers[one].needs && model.answers[one].score === null);
  return { all, open: open.length ? open : all, again: open.length === 0 };
}

export function progress(ids = Object.keys(model.answers)) {
  const done = ids.filter(isMarked).length;
  return { done, total: ids.length, minutes: Math.ceil(((ids.length - done) * pace()) / 60) };
}

export function noteMark(answers) {
  model.marks.push([Date.now() / 1000, answers]);
}

function pace() {
  const last = model.marks.slice(-31);
  let seconds = 0;
  let answers = 0;
  for (let place = 1; place < last.length; place += 1) {
    const passed = last[place][0] - last[place - 1][0];
    if (passed > PAUSE) continue;
    seconds += passed;
    answers += last[place][1];
  }
  return answers < 5 ? PACE : seconds / answers;
}

// The next answer to be marked after this one; from the top again when there is none below.
export function nextOpen(id) {
  const order = question().order.filter(shown);
  const place = order.indexOf(id);
  const rest = [...order.slice(place + 1), ...order.slice(0, Math.max(place, 0))];
  return rest.find((one) => !isMarked(one)) ?? null;
}

export function step(id, by) {
  const order = question().order.filter(shown);
  if (!order.length) return null;
  const place = order.indexOf(id);
  return place < 0 ? order[0] : order[Math.min(Math.max(place + by, 0), order.length - 1)];
}

export function stepGroup(id, by) {
  const groups = question().groups.filter((group) => group.answers.some(shown));
  const place = groups.findIndex((group) => group.answers.includes(id));
  const next = groups[Math.min(Math.max(place + by, 0), groups.length - 1)];
  return next ? next.answers.find(shown) : null;
}
