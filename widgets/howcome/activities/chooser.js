// @ts-check
// Patrol draws with the parts of this view, too.
import { asTable, frame, h, send, word } from "./shared.js";

/** One bar. @typedef {{name: string, called: string, whole: number, part: number, text: string}} Line */
/** One run. @typedef {{title: string, said: string, rows: (string | number)[][],
 *   groups: {title: string, scale: number, lines: Line[]}[]}} Run */

/** What is drawn beside each topic and reply, by hand, on a paper of 24 by 24. */
const TOPIC_SIGNS = {
  animals: "M5 4l4 3.5a9 9 0 0 1 6 0L19 4v8.5a7 7 0 0 1-14 0zM9.5 11.5v1M14.5 11.5v1M12 15v1M9.5 17.5q2.5 1.5 5 0",
  drawing: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5M5 15.5l3.5 3.5",
  music: "M9 18V5l11-2v13M9 9l11-2M9 18a3 2.5 0 1 1-6 0a3 2.5 0 1 1 6 0zM20 16a3 2.5 0 1 1-6 0a3 2.5 0 1 1 6 0z",
  space: "M17.5 12a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0zM7 9.5C3.5 11.5 1.5 13.5 2 15c.8 2 6.5 1.5 12.5-.8S22.8 9 22 7.3c-.6-1.3-3.3-1.3-6.5-.5M4 3v4M2 5h4M20 18v3M18.5 19.5h3",
  sports: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0zM12 3v18M3 12h18M5.7 5.7q4.5 6.3 0 12.6M18.3 5.7q-4.5 6.3 0 12.6",
  volcanoes: "M2 21L9 10h6l7 11zM9 10l1.5 3.5L12 12l1.5 3L15 10M12 7V3M8.5 6.5L7 4M15.5 6.5L17 4",
  flattery: "M12 3l2.7 5.6 6.1.8-4.5 4.2 1.1 6.1L12 16.8l-5.4 2.9 1.1-6.1L3.2 9.4l6.1-.8z",
  "a joke": "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0zM9 9v1M15 9v1M7.5 13.5q4.5 5.5 9 0z",
  help: "M9 18h6M10 21h4M9 18c0-2-.2-2.5-1-3.3a6 6 0 1 1 8 0c-.8.8-1 1.3-1 3.3",
  "a person to ask": "M16 7a4 4 0 1 1-8 0a4 4 0 1 1 8 0zM4 21a8 8 0 0 1 16 0",
};

/** A sign in the colour of the words beside it; what it shows, those words say.
 * @param {string} path */
export function sign(path) {
  const svg = /** @type {SVGElement} */ (new DOMParser().parseFromString(
    '<svg viewBox="0 0 24 24" aria-hidden="true" class="howcome-loop-sign"><path/></svg>', "text/html",
  ).querySelector("svg"));
  /** @type {SVGPathElement} */ (svg.firstElementChild).setAttribute("d", path);
  return document.importNode(svg, true);
}

/** How wide a bar is, in percent of its line. @param {number} count @param {number} of */
export const width = (count, of) => (of > 0 ? Math.min(100, (100 * count) / of) : 0);

/** How many turns there are after this button: no more than fit, but one too many from the end on,
 * so that the activity says that it is the end.
 * @param {number} now @param {number} by @param {number} most */
export const turns = (now, by, most) => (now < most ? Math.min(most, now + by) : now + by);

/** One run: its name, and group by group a bar for each line; its numbers for whoever asks.
 * @param {any} model @param {Run} run @param {Record<string, string>} signs */
function runPart(model, run, signs) {
  const title = h("b", {});
  const said = h("p", {});
  const groups = run.groups.map(({ lines }) => {
    const heading = h("span", { class: "howcome-loop-heading" });
    const bars = lines.map(({ name }) => {
      const called = h("span", { class: "howcome-loop-name" });
      const text = h("span", { class: "howcome-loop-text" });
      const part = h("div", {});
      const bar = h("div", { class: "howcome-bar howcome-loop-bar" }, part);
      const item = h("li", {}, ...(signs[name] ? [sign(signs[name])] : []), called, text,
        h("div", { class: "howcome-loop-track", "aria-hidden": "true" }, bar));
      return { called, text, part, bar, item };
    });
    return { heading, bars, part: h("div", {}, heading, h("ul", {}, ...bars.map(({ item }) => item))) };
  });
  const table = asTable(model, word(model, "caption"), model.get("result").head);
  const part = h("div", { class: "howcome-loop-run", role: "group" },
    title, said, ...groups.map((group) => group.part), table.part);
  return {
    part,
    /** @param {Run} now */
    draw(now) {
      title.textContent = now.title;
      part.setAttribute("aria-label", now.title);
      said.textContent = now.said;
      table.draw(now.rows);
      now.groups.forEach((group, at) => {
        groups[at].heading.textContent = group.title;
        group.lines.forEach((line, row) => {
          const { called, text, part: inner, bar } = groups[at].bars[row];
          called.textContent = line.called;
          text.textContent = line.text;
          // In forced colours a bar has a border: of nothing there is none.
          bar.hidden = !line.whole;
          bar.style.inlineSize = `${width(line.whole, group.scale)}%`;
          inner.style.inlineSize = `${width(line.part, line.whole)}%`;
        });
      });
    },
  };
}

/** The choices that the lesson offers: for each setting a row of buttons, one of them pressed.
 * @param {any} model @param {(setting: string, value: any) => void} pick */
function choiceParts(model, pick) {
  /** @type {[string, [any, string][]][]} */
  const offered = Object.entries(model.get("offers"));
  const rows = offered.filter(([, options]) => options.length > 1).map(([setting, options]) => {
    const buttons = options.map(([value, called]) => h("button", {
      type: "button", class: "howcome-button",
      onclick: () => { if (model.get(setting) !== value) pick(setting, value); },
    }, called));
    const label = word(model, `choose_${setting}`);
    return {
      setting, options, buttons,
      part: h("div", { class: "howcome-loop-choice", role: "group", "aria-label": label },
        h("span", { "aria-hidden": "true" }, label), h("div", {}, ...buttons)),
    };
  });
  return {
    parts: rows.map(({ part }) => part),
    settings: rows.map(({ setting }) => setting),
    changed: () => rows.some(({ setting, options }) => model.get(setting) !== options[0][0]),
    draw: () => rows.forEach(({ setting, options, buttons }) => buttons.forEach((button, at) =>
      button.setAttribute("aria-pressed", String(model.get(setting) === options[at][0])))),
  };
}

/**
 * What both loops have: the prompt, what happens now and its buttons, choices, bars and a table.
 * @param {{model: any, el: HTMLElement}} view
 * @param {{
 *   now: HTMLElement[], signs: Record<string, string>, note?: string,
 *   pick: (setting: string, value: any) => void, luck: () => void,
 *   prompt: (state: {choices: boolean, changed: boolean}) => string, free: () => boolean, more?: HTMLElement,
 *   draw: (result: any) => void, news: (before: any, result: any) => string,
 * }} how `now`: what happens now; `free`: whether it is time for choices and `more`, which are out of
 *   the way at first; `news`: what a screen reader is told
 */
export function loop({ model, el }, { now, signs, note, pick, luck, prompt, free, more, draw, news }) {
  const ask = h("p", { class: "howcome-prompt" });
  const { body, tools, on, say, leave } = frame({ model, el }, {
    aloud: () => {
      const { why, runs: all } = model.get("result");
      return [ask.textContent ?? "", why, ...all.flatMap((/** @type {Run} */ run) => [run.title, run.said])].filter(Boolean);
    },
  });
  const choices = choiceParts(model, pick);
  const later = h("div", { hidden: true }, ...(more ? [more] : []), ...choices.parts);
  const [solid, rest] = [h("span", {}), h("span", {})];
  const key = h("p", { class: "howcome-loop-key" },
    h("span", {}, h("i", { class: "howcome-loop-solid", "aria-hidden": "true" }), solid),
    h("span", {}, h("i", { "aria-hidden": "true" }), rest));
  const runs = h("div", { class: "howcome-loop-runs" });
  /** @type {ReturnType<typeof runPart>[]} */
  const parts = [];
  body.append(ask, ...now, later, key, ...(note ? [h("p", {}, note)] : []), runs);
  tools.prepend(h("button", { type: "button", class: "howcome-button", onclick: luck }, word(model, "luck")));

  /** @type {any} */
  let told;
  let asked = "";
  on(["result"], () => {
    const result = model.get("result");
    ask.textContent = model.get("ask") || word(model, prompt({ choices: choices.parts.length > 0, changed: choices.changed() }));
    // Once they are there they stay: the focus may be in them.
    if (model.get("ask") || choices.changed() || free()) later.hidden = false;
    const [filled, hatched] = result.key;
    solid.textContent = filled ?? "";
    rest.textContent = hatched ?? "";
    key.hidden = !result.key.length;
    result.runs.forEach((/** @type {Run} */ run, /** @type {number} */ at) => {
      parts[at] ??= runPart(model, run, signs);
      parts[at].draw(run);
    });
    parts.forEach(({ part }, at) => {
      if (at >= result.runs.length) part.remove();
      else if (part.parentElement !== runs) runs.append(part);
    });
    draw(result);
    // Whoever does not see the page is told when there is something else to do.
    const todo = ask.textContent ?? "";
    if (told) say(todo === asked ? news(told, result) : `${news(told, result)} ${todo}`);
    [told, asked] = [result, todo];
  });
  // A choice that was refused goes back; then there is no new result.
  on(choices.settings, choices.draw);
  return leave;
}

/** All runs in one line, for the ear. @param {Run[]} runs */
export const saidOf = (runs) => (runs.length === 1 ? runs[0].said
  : runs.map(({ title, said }) => `${title}: ${said}`).join(" "));

/** What to do next: the key of the sentence above all.
 * @param {{rounds: number, second: number, compare: boolean, choices: boolean, changed: boolean}} state */
export function nextPrompt({ rounds, second, compare, choices, changed }) {
  if (!rounds) return changed ? "p_anew" : "p_first";
  if (rounds < 10) return "p_next";
  if (rounds < 20) return "p_look";
  if (compare && !second) return "p_compare";
  if (changed) return "p_changed";
  return `p_${second ? "both" : "alone"}${choices ? "_try" : ""}`;
}

/** The one sign that was added to the clicks; undefined when it was none, or several.
 * @param {string} before @param {string} after */
export const added = (before, after) =>
  (after.length === before.length + 1 && after.startsWith(before) ? after.at(-1) : undefined);

/** @param {{model: any, el: HTMLElement}} view */
function renderChooser(view) {
  const { model } = view;
  const talk = model.get("talk");
  const clicks = () => model.get("clicks");
  /** @param {string} text @param {() => void} onclick */
  const button = (text, onclick) => h("button", { type: "button", class: "howcome-button", onclick }, text);
  /** Until the kernel has answered, there is another video on the page: a click would miss it.
   * @param {string} signs */
  const add = (signs) => {
    const { of } = model.get("result");
    if (of.clicks === clicks()) send(model, { clicks: clicks() + signs });
  };
  const many = (/** @type {number} */ by) =>
    add("m".repeat(turns(clicks().length, by, model.get("most")) - clicks().length));

  const picture = h("div", { class: "howcome-chooser-screen" });
  const [title, says, why, after] = [h("b", {}), h("p", {}), h("p", {}), h("p", {})];
  const card = h("div", { class: "howcome-chooser-card" }, picture,
    h("div", {}, title, says, after, why));
  const second = button("", () => send(model, { second: model.get("second") + 1 }));
  const own = talk ? [button(word(model, "one"), () => many(1))]
    : [button(word(model, "yes"), () => add("1")), button(word(model, "no"), () => add("0"))];
  own[0].classList.add("howcome-loop-main");
  const steps = h("div", { class: "howcome-loop-steps", role: "group", "aria-label": word(model, "buttons") },
    ...own, button(word(model, "ten"), () => many(10)));
  const more = h("div", { class: "howcome-loop-steps", hidden: !model.get("compare") }, second);

  /** What the pupil clicked belongs to the videos that were shown: with another rule it would not.
   * What the made-up pupil clicks is played again. @param {Record<string, any>} change */
  const play = (change) =>
    send(model, { ...change, ...(/^m*$/.test(clicks()) ? {} : { clicks: "" }) });
  const heading = (/** @type {any} */ { now, number }) =>
    word(model, "card", { number, topic: model.get("names")[now] });

  return loop(view, {
    now: [card, steps],
    more,
    free: () => clicks().length >= 10 || model.get("second") > 0,
    signs: TOPIC_SIGNS,
    note: word(model, "fair"),
    pick: (setting, value) => play({ [setting]: value }),
    luck: () => play({ deal: model.get("deal") + 1 }),
    prompt: (state) => nextPrompt({
      ...state, rounds: clicks().length, second: model.get("second"), compare: model.get("compare") && !talk,
    }),
    draw(result) {
      card.hidden = !result.now;
      if (result.now) {
        /** @type {Record<string, string>} */
        const signs = TOPIC_SIGNS;
        picture.replaceChildren(...(signs[result.now] ? [sign(signs[result.now])] : []));
        title.textContent = heading(result);
      }
      says.textContent = talk && result.now ? model.get("words")[`says_${result.now}`] ?? "" : "";
      after.textContent = result.after ?? "";
      why.textContent = result.why;
      second.textContent = word(model, model.get("second") ? "other_second" : "show_second");
    },
    news(before, result) {
      const one = added(before.of.clicks, result.of.clicks);
      const next = result.now ? `${heading(result)}. ${result.after ?? ""}` : "";
      const first = one === "1" ? word(model, "clicked") : one === "0" ? word(model, "not_clicked")
        : one && talk ? "" : saidOf(result.runs);
      return `${first} ${next}`.trim();
    },
  });
}

export default { render: renderChooser };
