// @ts-check
import { frame, h, send, word } from "./shared.js";

/** A sentence. @typedef {{words: string[], by: string[], sounds: string, looked: boolean, temperature: number}} Made */
/** A next word: its chance, that at this temperature, and how often it came, where that is counted.
 * @typedef {[string, number, number, number | null]} Option */

const PERIOD = ".";
const FEW = 12; // next words at first; more than a few more are one click away
/** The sign of each truth, for none is told by its colour. @type {Record<string, string>} */
const SIGNS = { true: "\u2713", copied: "\u2261", false: "\u2717", nonsense: "?" };

/** What there is to do: choose a question, build, say how it sounds, look it up; or all is done.
 * @param {Made | null | undefined} now @param {{box: boolean, asks: boolean}} how */
export function stage(now, { box, asks }) {
  if (!now) return asks ? "choose" : "build";
  if (now.words.at(-1) !== PERIOD) return "build";
  if (!now.sounds) return "sound";
  return box && !now.looked ? "look" : "closed";
}

/** A sentence that begins with these words. @param {string[]} start @param {number} temperature
 * @returns {Made} */
export const begun = (start, temperature) => ({
  words: start, by: start.map(() => "start"), sounds: "", looked: false, temperature,
});

/** The sentences, with more words in the last one. @param {Made[]} made @param {Made} first
 * @param {string[]} more @param {string} by @param {number} temperature */
export function extended(made, first, more, by, temperature) {
  const now = made.at(-1) ?? first;
  return [...made.slice(0, -1), {
    ...now, words: [...now.words, ...more], by: [...now.by, ...more.map(() => by)], temperature,
  }];
}

/** Words as a sentence. @param {string[]} words */
export function written(words) {
  const text = words.join(" ").replace(/ \.$/, PERIOD);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The places of the words, in runs that one hand picked. @param {string[]} by @returns {number[][]} */
export const runs = (by) => by.reduce((/** @type {number[][]} */ all, hand, at) => (at && hand === by[at - 1]
  ? [...all.slice(0, -1), [...all[all.length - 1], at]] : [...all, [at]]), []);

/** A chance as a number of 100, never rounded to 0 or 100. @param {number} chance */
export function of100(chance) {
  const number = Math.round(100 * chance);
  if (number === 0 && chance > 0) return "<1";
  return number === 100 && chance < 1 ? ">99" : String(number);
}

/** What a temperature is called. @param {number} temperature @param {number} most */
export function heat(temperature, most) {
  if (temperature === 0) return "heat_none";
  if (temperature >= most) return "heat_most";
  return temperature === 1 ? "heat_one" : temperature < 1 ? "heat_low" : "heat_high";
}

/** What the machine looks at, "" being the start. @param {string[] | null} looks @param {boolean} counts */
export function looking(looks, counts) {
  if (looks === null) return "scores";
  const [start, some] = [looks.includes(""), looks.some(Boolean)];
  if (!counts) return some ? "scores_at" : "scores_start";
  if (!some) return start ? "looks_start" : "looks_nothing";
  return start ? "looks_at_start" : "looks_at";
}

/** Where a key leads among so many buttons in so many columns; undefined for another key.
 * @param {string} key @param {number} at @param {number} count @param {number} columns */
export function leap(key, at, count, columns) {
  const there = {
    ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: count - 1,
  }[key];
  return there === undefined || (there >= 0 && there < count) ? there : at;
}

/** A list of buttons: arrow keys move between them, Tab goes in and out once. @param {string} label */
function buttonList(label) {
  const list = h("ul", { class: "howcome-next-list", role: "list", "aria-label": label });
  const all = () => [...list.querySelectorAll("button")];
  const only = (/** @type {EventTarget | null | undefined} */ chosen) =>
    all().forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });
  list.addEventListener("focusin", (event) => only(event.target));
  list.addEventListener("keydown", (event) => {
    const here = all();
    const at = here.findIndex((one) => one === event.target);
    const columns = here.filter((one) => one.offsetTop === here[0].offsetTop).length;
    const next = at < 0 ? undefined : leap(event.key, at, here.length, columns);
    if (next === undefined) return;
    event.preventDefault();
    here[next].focus();
  });
  return {
    list, all,
    draw: (/** @type {HTMLElement[]} */ items) => {
      list.replaceChildren(...items.map((item) => h("li", {}, item)));
      only(all()[0]);
    },
  };
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const [box, most] = [model.get("box"), model.get("most")];
  /** @type {{text: string, words: string[]}[]} */
  const questions = model.get("questions");
  const asks = questions.length > 0;
  const say = (/** @type {string} */ key, values = {}) => word(model, key, values);
  /** The animals' words are English in every lesson. @param {string} text */
  const english = (text) => h("span", { lang: "en" }, text);
  /** A sentence with English {words} in it. @param {string} key @param {string} words @param {any} values */
  function around(key, words, values) {
    const [before, ...after] = say(key, values).split("{words}");
    return after.length ? [before, english(words), ...after] : [before];
  }
  /** @param {string} key @param {() => void} onclick */
  const button = (key, onclick) => h("button", { type: "button", class: "howcome-button", onclick }, say(key));
  const kind = (/** @type {string} */ truth) => `${SIGNS[truth]} ${say(`kind_${truth}`)}`;
  /** Whether the machine read a fact. @param {string} group @param {string} [how] */
  const fact = (group, how = "") => say(`${how}${group === "read" ? "read" : "never_read"}`);
  const first = () => begun(model.get("start"), model.get("temperature"));
  /** @returns {Made} */
  const current = () => model.get("result").now ?? first();

  const prompt = h("p", { class: "howcome-prompt" });
  const { root, body, tools, on, leave } = frame({ model, el }, {
    // A Spanish voice would spoil an English sentence.
    aloud: () => [prompt.textContent ?? "", ...(model.get("language") === "en" ? [written(current().words)] : [])],
  });
  // The frame's live region, but with the language of each part.
  const live = /** @type {HTMLElement} */ (root.querySelector(":scope > [role=status]"));
  const tell = (/** @type {(Node | string)[]} */ ...parts) => live.replaceChildren(...parts);

  const state = (/** @type {number} */ number, /** @type {Made | null | undefined} */ now) =>
    [number, now?.words.length, now?.sounds, now?.looked].join();
  const ready = () => {
    const { number, now } = model.get("result");
    const made = model.get("made");
    return state(number, now) === state(made.length, made.at(-1));
  };
  let later = () => {};
  /** Send a step, unless the last one is still under way: a double click is one step. @param {Made[]} next */
  function step(next) {
    if (!ready()) return;
    later = () => {};
    send(model, { made: next });
  }
  /** What the machine picks hangs on the last step: such a press waits for it. @param {() => void} act */
  function soon(act) {
    if (ready()) act();
    else later = act;
  }
  /** @param {string[]} more @param {string} by */
  const pick = (more, by) => step(extended(model.get("made"), first(), more, by, model.get("temperature")));
  /** @param {Partial<Made>} change */
  const mark = (change) => step([...model.get("made").slice(0, -1), { ...model.get("made").at(-1), ...change }]);
  /** @param {string[]} start */
  function begin(start) {
    if (model.get("made").length >= most) tell(say("full", { most }));
    else step([...model.get("made"), begun(start, model.get("temperature"))]);
  }

  const sentence = h("p", { class: "howcome-next-sentence", lang: "en" });
  const machine = button(asks ? "machine_answers" : "machine_picks", () =>
    soon(() => pick(model.get("result").rest.slice(0, asks ? 2 : 1), "machine")));
  const finish = button("finish", () => soon(() => pick(model.get("result").rest, "machine")));
  const acts = h("div", { class: "howcome-next-row" }, machine, ...(asks ? [] : [finish]));
  const sounds = h("div", { class: "howcome-next-row", role: "group", "aria-label": say("does_it_sound") },
    ...["true", "odd", "unsure"].map((one) => button(`sounds_${one}`, () => mark({ sounds: one }))));
  const look = button("look", () => mark({ looked: true }));
  const verdict = h("div", { class: "howcome-next-verdict" });
  const fresh = button("new_sentence", () => begin(model.get("start")));
  const looks = h("p", { class: "howcome-next-looks" });
  const words = buttonList(say("next_words"));
  let all = false;
  const more = button("more", () => {
    all = true;
    const shown = words.all().length;
    drawWords();
    words.all()[shown].focus();
  });
  const asked = buttonList(say("questions"));
  const [tally, last] = [h("div"), h("div")];
  const warm = model.get("free") ? thermostat() : h("div");
  const again = button("deal_again", () => {
    send(model, { deal: model.get("deal") + 1 });
    tell(say("dealt", { deal: model.get("deal") }));
  });
  tools.prepend(again);
  on(["deal"], () => { again.textContent = say("deal_again", { deal: model.get("deal") }); });
  body.append(prompt, sentence, acts, sounds, look, verdict, fresh, looks, words.list, more,
    ...(asks ? [tally, warm, asked.list, last] : [warm, tally, last]));

  function thermostat() {
    /** @type {number[]} */
    const steps = model.get("temperatures");
    const move = (/** @type {boolean} */ settle) =>
      send(model, { temperature: steps[Number(slider.value)] }, { settle });
    const slider = /** @type {HTMLInputElement} */ (h("input", {
      type: "range", min: 0, max: steps.length - 1, step: 1, "aria-label": say("heat"),
      oninput: () => move(false), onchange: () => move(true),
    }));
    const value = h("output");
    on(["temperature"], () => {
      const now = model.get("temperature");
      const far = steps.map((one) => Math.abs(one - now));
      slider.value = String(far.indexOf(Math.min(...far)));
      value.textContent = say("heat_now", {
        how: say(heat(now, steps[steps.length - 1])), number: now.toLocaleString(`${model.get("language")}-US`),
      });
      slider.setAttribute("aria-valuetext", value.textContent);
    });
    return h("div", { class: "howcome-next-heat" }, h("b", {}, say("heat")), " ", value, slider,
      h("div", { class: "howcome-next-ends", "aria-hidden": "true" },
        h("span", {}, say("heat_none")), h("span", {}, say("heat_most"))));
  }

  /** The words so far and who picked them; while there is a next one, those that the machine looks at.
   * @param {Made} now @param {string[] | null} seen @param {boolean} open */
  function drawSentence(now, seen, open) {
    const said = now.words.filter((one) => one !== PERIOD);
    const from = open ? said.length - (seen ?? []).filter(Boolean).length : said.length;
    const big = (/** @type {number} */ at) => h("b", { class: at >= from ? "howcome-next-seen" : null },
      (at ? said[at] : written([said[at]])) + (!open && at === said.length - 1 ? PERIOD : ""));
    const hand = (/** @type {string} */ by) => (by === "start" ? []
      : [h("i", { lang: model.get("language"), "aria-hidden": "true" }, say(`by_${by}`))]);
    sentence.replaceChildren(
      ...runs(now.by.slice(0, said.length)).map((run) => h("span", { class: `howcome-next-${now.by[run[0]]}` },
        h("span", {}, ...run.flatMap((at) => [big(at), " "])), ...hand(now.by[run[0]]))),
      ...(open ? [h("span", { class: "howcome-next-gap", "aria-hidden": "true" }, "?")] : []));
  }

  /** One next word: its name, its bar, its number. @param {Option} option */
  function option([name, chance, now, count]) {
    const number = count === null ? say("of_100", { number: of100(chance) })
      : say("count", { count, whole: model.get("result").whole });
    const picked = model.get("temperature") === 1 ? [] : [h("i", {}, ` ${say("picked", { number: of100(now) })}`)];
    const parts = [
      name === PERIOD ? h("b", {}, say("the_end")) : h("b", { lang: "en" }, name), " ",
      h("span", { class: "howcome-next-track", "aria-hidden": "true" },
        h("span", { class: "howcome-bar", style: `inline-size: ${100 * now}%` })),
      h("span", { class: "howcome-next-number" }, number, ...picked)];
    return asks ? h("div", { class: "howcome-next-option" }, ...parts) : h("button", {
      type: "button", class: "howcome-button howcome-next-option", onclick: () => pick([name], "you"),
    }, ...parts);
  }

  function drawWords() {
    /** @type {Option[]} */
    const found = model.get("result").options;
    const few = asks ? found.slice(0, FEW / 2) : all || found.length < 1.5 * FEW ? found : found.slice(0, FEW);
    words.draw(few.map(option));
    more.hidden = words.list.hidden || asks || few.length === found.length;
    more.textContent = say("more", { count: found.length - few.length });
  }

  /** The line over the next words. @param {Made} now @param {any} result */
  function caption(now, { looks: seen, whole, options }) {
    if (!asks) return around(looking(seen, whole > 0), (seen ?? []).filter(Boolean).join(" "), { whole });
    const answer = now.words[now.by.lastIndexOf("start") + 1];
    const found = options.find((/** @type {Option} */ one) => one[0] === answer);
    return around("it_answers", answer, { number: of100(found[1]) });
  }

  /** What the card box says. @param {any} row @param {any} card */
  function drawVerdict(row, card) {
    const line = (/** @type {[string, string]} */ [about, answer]) =>
      h("tr", { class: card.about === about ? "howcome-next-decides" : null },
        h("th", { scope: "row" }, say(about)),
        h("td", {}, english(answer), ...(card.about === about ? [h("i", {}, ` \u2190 ${say("decides")}`)] : [])));
    verdict.replaceChildren(
      h("p", { class: "howcome-next-truth" }, h("span", { "aria-hidden": "true" }, `${SIGNS[row.truth]} `),
        say(`it_is_${row.truth}`)),
      h("p", {}, `${say("you_said")}: ${say(`sounds_${row.sounds}`)}. `,
        ...(asks ? [`${say("was_sure", { number: of100(row.sure) })} `, h("b", {}, fact(row.group))] : [])),
      card ? h("table", { class: "howcome-next-card" }, h("caption", {}, `${say("card_of")} `, english(card.animal)),
        h("tbody", {}, ...card.lines.map(line))) : h("p", {}, say("no_card")));
  }

  /** The small table and the last sentences. @param {any[][]} lines @param {any[]} rows */
  function drawTally(lines, rows) {
    const heads = !box ? ["you_said", "how_many"] : asks ? ["fact", "asked", "right", "wrong", "mean_sure"]
      : ["it_is", "how_many", "sounded_true"];
    const name = (/** @type {string} */ key) => (!box ? say(`sounds_${key}`) : asks ? fact(key, "rows_") : kind(key));
    const cell = (/** @type {number | null} */ one, /** @type {number} */ at) =>
      (one === null ? "\u2013" : heads[at + 1] === "mean_sure" ? of100(one) : String(one));
    /** @param {string} title @param {string[]} head @param {HTMLElement[]} lines */
    const table = (title, head, lines) => h("table", { class: "howcome-next-tally" }, h("caption", {}, say(title)),
      h("thead", {}, h("tr", {}, ...head.map((one) => h("th", { scope: "col" }, say(one))))), h("tbody", {}, ...lines));
    tally.replaceChildren(...(rows.length ? [table(asks ? "tally_questions" : "tally", heads,
      lines.map(([key, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name(key)),
        ...cells.map((one, at) => h("td", {}, cell(one, at))))))] : []));
    last.replaceChildren(...(rows.length ? [table("last", ["sentence", "you_said", ...(box ? ["box_says"] : [])],
      rows.slice(-6).reverse().map((row) => h("tr", {}, h("th", { scope: "row", lang: "en" }, row.sentence),
        h("td", {}, say(`sounds_${row.sounds}`)),
        ...(box ? [h("td", {}, row.truth ? kind(row.truth) : say("not_yet"))] : []))))] : []));
  }

  /** @param {any[]} rows */
  const drawQuestions = (rows) => asked.draw(questions.map(({ text, words: start }) => {
    const row = rows.findLast((one) => one.question === text && one.truth);
    return h("button", {
      type: "button", class: "howcome-button howcome-next-question", onclick: () => begin(start),
    }, h("span", { lang: "en" }, `${text} \u2026`),
      ...(row ? [" ", h("span", {}, `${kind(row.truth)}, ${fact(row.group, "rows_")}`)] : []));
  }));

  /** @param {string} at @param {Made} now @param {number} number */
  function promptNow(at, now, number) {
    if (at === "sound") return say("does_it_sound");
    if (at === "look") return say("is_it_true");
    if (at === "closed" && number >= most) return say("full", { most });
    if (at === "closed") return say(asks ? "another_question" : box ? "another" : "another_sound");
    if (number < 2 && now.by.every((hand) => hand === "start") && model.get("ask")) return model.get("ask");
    return say(at === "choose" ? "choose" : asks ? "answer_first" : now.words.length ? "pick_one" : "first");
  }

  /** What a screen reader is told after a step. @param {string} at @param {Made} now @param {any} result */
  function spoken(at, now, { verdict: row, options }) {
    if (at === "closed" && row) return [say(`it_is_${row.truth}`), ...(asks ? [" ", fact(row.group)] : [])];
    if (!now.words.length) return [prompt.textContent ?? ""];
    const text = english(written(now.words) + (at === "build" ? " \u2026" : ""));
    return [text, " ", at === "build" && !asks ? say("can_come", { count: options.length }) : prompt.textContent ?? ""];
  }

  /** @type {string | undefined} */
  let told;
  on(["result"], () => {
    const result = model.get("result");
    const now = current();
    const at = stage(result.now, { box, asks });
    const news = state(result.number, result.now);
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const inside = before !== null && body.contains(before);
    const onWord = inside && words.list.contains(before);
    if (news !== told) all = false;

    prompt.textContent = promptNow(at, now, result.number);
    sentence.hidden = at === "choose";
    drawSentence(now, result.looks, at === "build");
    acts.hidden = at !== "build";
    sounds.hidden = at !== "sound";
    look.hidden = at !== "look";
    verdict.hidden = at !== "closed" || !box;
    if (!verdict.hidden) drawVerdict(result.verdict, result.card);
    fresh.hidden = at !== "closed" || asks || result.number >= most;
    warm.hidden = !asks && at !== "build";
    looks.hidden = words.list.hidden = asks ? at !== "sound" && at !== "look" : at !== "build";
    if (!looks.hidden) looks.replaceChildren(...caption(now, result));
    drawWords();
    asked.list.hidden = !asks || (at !== "choose" && at !== "closed");
    drawQuestions(result.rows);
    drawTally(result.tally, result.rows);

    // What was pressed may be gone by now: then the focus goes to what there is to do.
    if (inside && !before.offsetParent) {
      const here = questions.findIndex(({ text }) => text === result.rows.at(-1)?.question);
      const next = asks ? asked.all()[Math.max(here, 0)] : fresh.hidden ? undefined : fresh;
      /** @type {Record<string, HTMLElement | null | undefined>} */
      const to = { build: onWord ? words.all()[0] : machine, sound: sounds.querySelector("button"), look,
        closed: next, choose: next };
      to[at]?.focus();
    }
    if (told !== undefined && told !== news) tell(...spoken(at, now, result));
    told = news;

    const act = later;
    later = () => {};
    if (!acts.hidden) act();
  });

  // The second click of a double click may land on what has taken the place of the first.
  /** @type {Element | null} */
  let pressed = null;
  body.addEventListener("click", (event) => {
    const here = /** @type {Element} */ (event.target).closest("button");
    if (event.detail > 1 && here !== pressed) event.stopPropagation();
    else pressed = here;
  }, true);
  // A key that is held down would say, look and begin again by itself.
  body.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter") event.preventDefault();
  });

  return leave;
}

export default { render };
