// @ts-check
import { asTable, h, speaker, word } from "./shared.js";
import { cardTable } from "./sort_shelf.js";

/**
 * What the machine predicts for one new card, how sure it sounds, and the cards most like it.
 * @typedef {{name: string, label: string, sure: number, level: string,
 *   near: {name: string, label: string}[], differs: number, facts: number}} Prediction
 */

/** The new cards that are given another label than before, by that label.
 * @param {Prediction[]} before @param {Prediction[]} after
 * @returns {[string, string[]][]} */
export function news(before, after) {
  const other = after.filter((one) => before.find(({ name }) => name === one.name)?.label !== one.label);
  return [...new Set(other.map(({ label }) => label))].map((label) =>
    [label, other.filter((one) => one.label === label).map(({ name }) => name)]);
}

/** @param {{model: any, el: HTMLElement}} view */
function renderLabels(view) {
  const { model } = view;
  const fresh = model.get("new");
  /** @returns {Prediction[]} */
  const predictions = () => model.get("result").predictions;
  /** @param {string} name */
  const card = (name) => [...model.get("cards"), ...fresh].find((one) => one.name === name);
  /** @param {string} name */
  const label = (name) => model.get("places").find((/** @type {any} */ one) => one.name === name);
  const text = (/** @type {any} */ one) => one.said[model.get("language")];
  /** @param {Prediction} one */
  const aloud = (one) => [word(model, "says"), text(label(one.label)), word(model, `sure_${one.level}`)];
  /** What was shown before this step. @type {Prediction[]} */
  let before = [];

  const { body, on, said, big, chip, sign, leave } = cardTable(view, {
    answer: "labels",
    done: () => word(model, fresh.length ? "done_new" : "done"),
    news: () => news(before, predictions()).map(([place, names]) => word(model, "now_says", {
      cards: names.map((name) => text(card(name))).join(", "), place: text(label(place)),
    })),
    aloud: () => predictions().flatMap((one) => [text(card(one.name)), ...aloud(one)]),
  });
  if (!fresh.length) return leave;

  /** A new card, what the machine says of it, and on demand how come. @param {any} one */
  function item(one) {
    /** @type {Prediction | undefined} */
    let now;
    const pick = h("div", { class: "howcome-cards-sign" });
    const bar = h("div", { class: "howcome-bar howcome-label-bar" });
    const sure = h("p", {});
    const was = h("p", { class: "howcome-label-was" });
    const like = h("ul", { class: "howcome-cards-on" });
    const differs = h("p", {});
    const why = h("div", { class: "howcome-label-why", hidden: true },
      h("p", {}, word(model, "most_like")), like, differs,
      speaker(model, () => [word(model, "most_like"), ...(now?.near ?? []).flatMap((near) =>
        [text(card(near.name)), text(label(near.label))])],
      { label: word(model, "hear"), name: `${word(model, "hear")}: ${word(model, "most_like")}` }));
    const open = (/** @type {boolean} */ shown) => {
      why.hidden = !shown;
      how.setAttribute("aria-expanded", String(shown));
    };
    const how = h("button", {
      type: "button", class: "howcome-button", "aria-expanded": "false",
      "aria-label": `${word(model, "how_come")} ${said(one)}`, onclick: () => open(why.hidden),
    }, word(model, "how_come"));
    const says = h("div", { class: "howcome-label-says", hidden: true },
      h("p", {}, word(model, "says")), pick,
      h("div", { class: "howcome-label-track", "aria-hidden": "true" }, bar), sure, was, how, why);
    const part = h("li", {
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || why.hidden) return;
        event.preventDefault();
        event.stopPropagation();
        open(false);
        how.focus();
      },
    }, big(one, () => (now ? aloud(now) : [])), says);
    /** @param {Prediction | undefined} prediction @param {Prediction | undefined} last */
    const draw = (prediction, last) => {
      now = prediction;
      says.hidden = !prediction;
      if (!prediction) return;
      pick.replaceChildren(...sign(label(prediction.label)));
      bar.style.inlineSize = `${100 * prediction.sure}%`;
      sure.textContent = word(model, `sure_${prediction.level}`);
      was.textContent = last && last.label !== prediction.label
        ? word(model, "before", { place: said(label(last.label)) }) : "";
      like.replaceChildren(...prediction.near.map((near) =>
        chip(card(near.name), `${said(card(near.name))}: ${said(label(near.label))}`)));
      differs.textContent = word(model, "differs", prediction);
    };
    return { name: one.name, part, draw };
  }

  const items = fresh.map(item);
  const hint = h("p", {});
  const numbers = asTable(model, word(model, "caption"),
    ["new_card", "label", "sure_of_100"].map((key) => word(model, key)));
  body.append(h("div", { class: "howcome-label-machine" },
    h("p", {}, h("b", {}, word(model, "machine"))), hint,
    h("ul", { class: "howcome-label-new" }, ...items.map((/** @type {any} */ { part }) => part)), numbers.part));

  on(["result"], () => {
    const now = predictions();
    hint.textContent = word(model, now.length ? "tries" : "teach_first");
    for (const { name, draw } of items) {
      const [one, last] = [now, before].map((list) => list.find((each) => each.name === name));
      draw(one, last);
    }
    numbers.part.hidden = !now.length;
    numbers.draw(now.map((one) => [said(card(one.name)), said(label(one.label)), Math.round(100 * one.sure)]));
    before = now;
  });

  return leave;
}

export default { render: renderLabels };
