// Talking to the program behind the page. Changes go out one after another, in their order;
// what could not be saved stays in the line until it is.
import { mark, model } from "./model.js";

const token = location.hash.slice(1) || sessionStorage.getItem("howcome-token") || "";
if (token) sessionStorage.setItem("howcome-token", token); // a reload, and nobody else, finds it
history.replaceState(null, "", location.pathname);

export const hasToken = () => token !== "";

export async function request(what, body) {
  const answer = await fetch(`api/${what}`, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const data = answer.status === 403 ? {} : await answer.json();
  return { status: answer.status, ok: answer.ok, ...data };
}

const line = [];
let busy = false;
let stopped = false;

// Show changes at once and save them: [{id, after}], where after is {score, needs, comment}.
// `done(problem)` is called with nothing, or with {status, sentence, ids}.
export function save(wanted, done) {
  const changes = wanted.map(({ id, after }) => ({ id, before: mark(model.answers[id]), after }));
  for (const { id, after } of changes) {
    Object.assign(model.answers[id], after, { unsaved: stopped });
    model.waiting.set(id, (model.waiting.get(id) ?? 0) + 1);
  }
  line.push({ changes, done });
  send();
  return changes;
}

export const unsaved = () => line.length > 0;

export function tryAgain() {
  stopped = false;
  send();
}

async function send() {
  if (busy || stopped || !line.length) return;
  busy = true;
  const { changes, done } = line[0];
  const again = line[0].again;
  let answer;
  try {
    answer = await request("marks", { changes });
  } catch {
    answer = { status: 0, ok: false, answers: {} };
  }
  busy = false;
  if (answer.status === 0 || answer.status === 503 || answer.status === 403) {
    line[0].again = true;
    stopped = true;
    done({ status: answer.status, sentence: answer.sentence, ids: changes.map(({ id }) => id) });
    return;
  }
  line.shift();
  const now = answer.answers ?? {};
  // tried again, although the first try had arrived: that is no conflict
  const arrived = again && changes.every(({ id, after }) => same(now[id], after));
  for (const { id, before } of changes) {
    const left = (model.waiting.get(id) ?? 1) - 1;
    if (left > 0) model.waiting.set(id, left);
    else model.waiting.delete(id);
    if (now[id] && (left <= 0 || !answer.ok)) Object.assign(model.answers[id], now[id]);
    else if (!answer.ok) Object.assign(model.answers[id], before);
  }
  const good = answer.ok || arrived;
  done(good ? null : { ...answer, ids: changes.map(({ id }) => id), changed: Object.keys(now) });
  send();
}

const same = (now, after) =>
  now && now.score === after.score && now.needs === after.needs && now.comment === after.comment;
