// Start: words, answers, and what the buttons on top do.
import { act, announce, drawNames, drawProgress, hideProblem, showProblem } from "./act.js";
import { hasToken, request, tryAgain, unsaved } from "./api.js";
import { redraw } from "./cards.js";
import { keys, wireKeys } from "./keys.js";
import { model, nextOpen, question, shown, take } from "./model.js";
import { openPick, wirePick } from "./pick.js";
import { make } from "./text.js";
import { loadWords, say } from "./words.js";

const by = (id) => document.getElementById(id);

async function start() {
  await loadWords();
  document.title = say("title");
  by("before").setAttribute("aria-label", say("before"));
  by("next").setAttribute("aria-label", say("next"));
  if (!hasToken()) return showProblem(say("no-token"));
  const state = await request("state");
  if (!state.ok) return showProblem(state.sentence ?? say("no-token"));
  take(state);
  document.title = `${say("title")} · ${model.course}`;
  by("questions").append(
    ...model.questions.map((_, place) => make("option", { value: String(place) })),
  );
  // on a small screen the answers come first; what was asked is one press away
  if (matchMedia("(max-width: 56rem)").matches) by("beside").open = false;
  wire();
  drawNames();
  drawKeys();
  const first = model.questions.findIndex((one) => one.order.some((id) => model.answers[id].needs));
  act.question(Math.max(first, 0));
}

function wire() {
  by("questions").addEventListener("change", (event) => act.question(Number(event.target.value), false));
  by("before").addEventListener("click", () => act.question(model.at - 1, false));
  by("next").addEventListener("click", () => act.question(model.at + 1, false));
  by("undo").addEventListener("click", act.undo);
  by("names").addEventListener("click", act.allNames);
  by("comments").addEventListener("click", () => openPick([], act));
  by("keys").addEventListener("click", () => {
    keys.on = !keys.on;
    drawKeys();
  });
  by("help").addEventListener("click", openHelp);
  by("retry").addEventListener("click", tryAgain);
  by("dismiss").addEventListener("click", hideProblem);
  by("search").addEventListener("input", (event) => act.search(event.target.value));
  by("search").addEventListener("keydown", (event) => {
    if (event.key === "Escape") act.search("");
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    const here = model.current && shown(model.current) ? model.current : null;
    act.go(here ?? nextOpen(null) ?? question().order.find(shown));
  });
  for (const box of document.querySelectorAll("dialog")) {
    box.querySelector(".close").addEventListener("click", () => box.close());
    // the browser tells of it late: by then somebody may be writing
    box.addEventListener("close", () => {
      if (!document.activeElement?.closest(".writing")) act.go(model.current, true);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
  window.addEventListener("focus", look);
  wirePick();
  wireKeys();
}

// What another window or Formgrader has marked in the meantime.
async function look() {
  if (unsaved()) return;
  const now = await request("marks").catch(() => ({ ok: false }));
  if (!now.ok || unsaved()) return;
  const changed = Object.entries(now.answers).filter(([id, answer]) =>
    ["score", "needs", "comment"].some((name) => model.answers[id]?.[name] !== answer[name]),
  );
  for (const [id, answer] of changed) Object.assign(model.answers[id], answer);
  redraw(changed.map(([id]) => id), act);
  drawProgress();
}

function drawKeys() {
  by("keys").textContent = say(keys.on ? "keys-on" : "keys-off");
  by("keys").setAttribute("aria-pressed", String(keys.on));
}

function openHelp() {
  const rows = ["mark", "group", "dot", "move", "comment", "pick", "keep", "undo", "search", "name"];
  rows.push("question", "help");
  const given = question().keys.map(({ key }) => key).join(" ");
  by("help-box").querySelector("tbody").replaceChildren(
    ...rows.map((row) => {
      const name = say(`help-${row}`, { keys: given });
      return make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, say(`help-${row}-does`)));
    }),
  );
  by("help-box").showModal();
}

start().catch(() => {
  showProblem(say("lost"));
  announce("");
});
