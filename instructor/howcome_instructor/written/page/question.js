// What stands beside the answers: the question, the rubric, good answers.
import { inline, make, markdown } from "./text.js";
import { number, say } from "./words.js";

export function drawQuestion(place, question) {
  place.setAttribute("aria-label", say("beside"));
  // the rubric on top: the question is read once, the rubric again and again
  const parts = [make("h2", {}, question.title)];
  if (question.problem) parts.push(make("p", { class: "problem" }, question.problem));
  if (question.keys.some((key) => key.level)) parts.push(rubric(question));
  else if (!question.problem) parts.push(make("p", { class: "small" }, say("no-rubric")));
  if (question.after) parts.push(make("div", {}, markdown(question.after)));
  if (question.before) parts.push(make("div", {}, markdown(question.before)));
  parts.push(make("h3", {}, say("asked")), make("div", {}, markdown(untitled(question))));
  for (const [what, text] of [["scheme", question.scheme], ["good", question.good]]) {
    if (!text) continue;
    const more = make("details", {}, make("summary", {}, say(what)), markdown(text));
    parts.push(more);
  }
  place.replaceChildren(...parts);
  place.scrollTop = 0;
}

// The heading is the title already.
const untitled = ({ prompt }) => prompt.replace(/^\s*#{1,6} .*\n/, "");

function rubric(question) {
  const sameAsPoints = question.keys.every((key) => key.key === String(key.points));
  const head = sameAsPoints ? ["rubric-points"] : ["rubric-key", "rubric-points"];
  const rows = [...question.keys].reverse().map((key) => {
    const looks = make("td", {}, make("strong", {}, key.level), ": ", ...inline(key.looks));
    if (key.example) looks.append(make("p", { class: "example" }, ...inline(key.example)));
    const row = make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key.key)));
    if (!sameAsPoints) row.append(make("td", {}, number(key.points)));
    row.append(looks);
    return row;
  });
  const titles = [...head, "rubric-looks"];
  return make(
    "table",
    { class: "rubric" },
    make("caption", {}, say("rubric")),
    make("thead", {}, make("tr", {}, ...titles.map((t) => make("th", { scope: "col" }, say(t))))),
    make("tbody", {}, ...rows),
  );
}
