// @ts-check
import { frame, h, send, speaker, word } from "./shared.js";

/** A card or a place. @typedef {{name: string, said: Record<string, string>, picture: string}} Shown */
/** Card -> place. @typedef {Record<string, string>} Placed */

/** The cards that have no place yet. @param {Shown[]} cards @param {Placed} placed */
export const waiting = (cards, placed) => cards.filter(({ name }) => !Object.hasOwn(placed, name));

/** The one card that changed between two sortings; undefined when it was none, or several.
 * @param {Placed} before @param {Placed} after */
export function changed(before, after) {
  const cards = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((card) => before[card] !== after[card]);
  return cards.length === 1 ? { card: cards[0], place: after[cards[0]] } : undefined;
}

/** Where an arrow key, Home or End leads in rows of these lengths; undefined for another key.
 * @param {number[]} lengths @param {number} row @param {number} column @param {string} key
 * @returns {[number, number] | undefined} */
export function step(lengths, row, column, key) {
  const within = (/** @type {number} */ at, /** @type {number} */ length) =>
    Math.max(0, Math.min(length - 1, at));
  const rows = { ArrowUp: row - 1, ArrowDown: row + 1 }[key];
  if (rows !== undefined) {
    const there = within(rows, lengths.length);
    return [there, within(column, lengths[there])];
  }
  const columns = { ArrowLeft: column - 1, ArrowRight: column + 1, Home: 0, End: Infinity }[key];
  return columns === undefined ? undefined : [row, within(columns, lengths[row])];
}

/** Whether a click is a step: the second half of a double click is none, or a child who always
 * clicks twice would also place the next card, unseen. @param {Event} event */
export const isStep = (event) => /** @type {UIEvent} */ (event).detail < 2;

/** The picture of a card or a place, if it has one; its name stands beside it. @param {Shown} one */
const drawn = ({ picture }) => (picture ? [h("img", { src: picture, alt: "", draggable: "false" })] : []);

/** Put these into a part; what is there already stays untouched, for it may have the focus.
 * @param {HTMLElement} part @param {HTMLElement[]} wanted */
export function fill(part, wanted) {
  if (wanted.length !== part.children.length || wanted.some((one, at) => one !== part.children[at])) {
    part.replaceChildren(...wanted);
  }
}

/**
 * The arrow keys move between the buttons of these rows; Tab goes in and out once.
 * @param {HTMLElement} box @param {() => HTMLElement[][]} all
 */
function arrows(box, all) {
  const rows = () => all().map((row) => row.filter((one) => !one.hidden));
  /** @param {Element | null} [chosen] */
  const only = (chosen) => {
    const buttons = rows().flat();
    const here = buttons.find((one) => one === chosen) ?? buttons.find((one) => one.tabIndex === 0) ?? buttons[0];
    all().flat().forEach((one) => { one.tabIndex = one === here ? 0 : -1; });
  };
  box.addEventListener("focusin", (event) => only(/** @type {Element} */ (event.target)));
  box.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const here = rows();
    const row = here.findIndex((one) => one.includes(target));
    const next = row < 0 ? undefined : step(here.map((one) => one.length), row, here[row].indexOf(target), event.key);
    if (!next) return;
    event.preventDefault();
    here[next[0]][next[1]].focus();
  });
  return only;
}

/**
 * Cards that are put in places: the big card in hand, and a row for each place.
 * @param {{model: any, el: HTMLElement}} view
 * @param {{answer: string, done: () => string, news: () => string[], aloud: () => string[]}} how
 *   the trait that is the answer; the prompt when all cards are placed; what a screen reader is
 *   told after a step, beside the card; what is read aloud when all cards are placed
 */
export function cardTable({ model, el }, { answer, done, news, aloud }) {
  /** @type {Shown[]} */
  const cards = model.get("cards");
  /** @type {Shown[]} */
  const places = model.get("places");
  const said = (/** @type {Shown} */ one) => one.said[model.get("language")];
  /** @returns {Placed} */
  const placed = () => model.get(answer);
  // A card that was picked up from its place; until it is put down it is the view's own affair.
  /** @type {Shown | undefined} */
  let held;
  const inHand = () => held ?? waiting(cards, placed())[0];

  function promptNow() {
    if (held) return word(model, "held");
    if (!inHand()) return done();
    return model.get("ask") || word(model, Object.keys(placed()).length ? "next" : "first");
  }

  const { root, body, on, say, leave } = frame({ model, el }, {
    aloud: () => {
      const card = inHand();
      return [promptNow(), ...(card ? [said(card), ...places.map(said)] : aloud())];
    },
  });
  root.classList.add("howcome-cards");

  /** A button that says a card or a place, and what belongs to it.
   * @param {Shown} one @param {() => string[]} [more] */
  const loud = (one, more = () => []) => speaker(model, () => [said(one), ...more()], {
    label: word(model, "hear"), name: `${word(model, "hear")}: ${said(one)}`,
  });
  /** A card as large as it gets, and its loudspeaker.
   * @param {Shown} card @param {() => string[]} [more] */
  const big = (card, more) => h("div", { class: "howcome-cards-shown" },
    h("div", { class: "howcome-cards-card howcome-cards-big" }, ...drawn(card), h("b", {}, said(card))),
    loud(card, more));
  /** A small card: its picture, and this text.
   * @param {Shown} card @param {string} text @param {string} [tag] @param {Record<string, any>} [how] */
  const chip = (card, text, tag = "li", how = {}) =>
    h(tag, { class: "howcome-cards-card howcome-cards-chip", ...how }, ...drawn(card), h("span", {}, text));
  /** What names a place that is no button. @param {Shown} place */
  const sign = (place) => [...drawn(place), h("b", {}, said(place))];

  const prompt = h("p", { class: "howcome-prompt" });
  const back = h("button", { type: "button", class: "howcome-button", onclick: () => putBack() },
    word(model, "put_back"));
  const left = h("div", { class: "howcome-cards-left" });
  const stage = h("div", { class: "howcome-cards-stage" });
  const bigs = new Map(cards.map((card) => [card.name, big(card)]));
  const ready = h("div", { class: "howcome-cards-ready", "aria-hidden": "true" }, "\u2713");

  const chips = new Map(cards.map((card) => {
    const button = chip(card, said(card), "button", {
      type: "button", class: "howcome-button howcome-cards-card howcome-cards-chip",
      onclick: (/** @type {Event} */ event) => { if (isStep(event)) pick(card); },
    });
    return [card.name, { button, item: h("li", {}, button) }];
  }));
  const rows = places.map((place) => {
    const button = h("button", {
      type: "button", class: "howcome-button howcome-cards-place",
      onclick: (/** @type {Event} */ event) => { if (isStep(event)) put(place); },
    }, h("span", { class: "howcome-unseen" }, `${word(model, "put_on")} `), ...drawn(place), h("span", {}, said(place)));
    const hear = loud(place);
    const list = h("ul", { class: "howcome-cards-on" });
    return { place, button, hear, list, part: h("div", { class: "howcome-cards-row", role: "group" }, button, hear, list) };
  });
  const shelves = h("div", { class: "howcome-cards-places", role: "group", "aria-label": word(model, "places") },
    ...rows.map(({ part }) => part));
  const lying = (/** @type {Shown} */ place) => cards.filter((card) => placed()[card.name] === place.name);
  const only = arrows(shelves, () => rows.map(({ place, button, hear }) =>
    [button, hear, ...lying(place).map((card) => /** @type {any} */ (chips.get(card.name)).button)]));
  body.append(prompt, h("div", { class: "howcome-cards-table" }, stage, shelves));

  /** @param {Shown} place */
  function put(place) {
    const card = inHand();
    if (!card) {
      say(word(model, "pick_first"));
    } else if (placed()[card.name] === place.name) {
      putBack();
    } else {
      held = undefined;
      send(model, { [answer]: { ...placed(), [card.name]: place.name } });
    }
  }

  /** @param {Shown} card */
  function pick(card) {
    if (held === card) {
      putBack();
      return;
    }
    held = card;
    draw();
    // From here the arrows lead to the other places.
    rows.find(({ place }) => place.name === placed()[card.name])?.button.focus();
    say(`${word(model, "picked", { card: said(card) })} ${promptNow()}`);
  }

  function putBack() {
    if (!held) return;
    const { button } = /** @type {any} */ (chips.get(held.name));
    say(word(model, "back", { card: said(held) }));
    held = undefined;
    draw();
    button.focus();
  }

  function draw() {
    if (held && !Object.hasOwn(placed(), held.name)) held = undefined;
    const card = inHand();
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const inside = body.contains(focused);
    prompt.textContent = promptNow();
    const togo = waiting(cards, placed()).length;
    left.replaceChildren(word(model, "left", { count: togo }),
      h("span", { "aria-hidden": "true" }, ...Array.from({ length: togo }, () => h("i"))));
    fill(stage, [card ? /** @type {HTMLElement} */ (bigs.get(card.name)) : ready,
      ...(held ? [back] : []), ...(togo ? [left] : [])]);
    for (const { place, button, list, part } of rows) {
      const here = lying(place);
      fill(list, here.map((one) => /** @type {any} */ (chips.get(one.name)).item));
      list.hidden = !here.length;
      button.setAttribute("aria-disabled", String(!card));
      part.setAttribute("aria-label", word(model, "of_place", { place: said(place), count: here.length }));
    }
    for (const [name, { button }] of chips) button.setAttribute("aria-pressed", String(held?.name === name));
    // What was taken out and put in again has lost the focus; what is gone gives it to a place.
    if (inside && focused !== document.activeElement) {
      (body.contains(focused) ? focused : rows[0].button)?.focus({ preventScroll: true });
    }
    only(document.activeElement);
  }

  on([answer, "result"], draw);

  /** What was last told, so that only the change is said. @type {Placed | undefined} */
  let told;
  on(["result"], () => {
    const after = model.get("result").placed;
    const one = told && changed(told, after);
    const card = one && cards.find(({ name }) => name === one.card);
    const place = one && places.find(({ name }) => name === one.place);
    const next = waiting(cards, after)[0];
    if (told) {
      say([
        card && word(model, place ? "put" : "back", { card: said(card), place: place && said(place) }),
        next ? word(model, "next_card", { card: said(next) }) : promptNow(),
        ...news(),
      ].filter(Boolean).join(" "));
    }
    told = after;
  });

  body.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held) return;
    event.preventDefault();
    event.stopPropagation();
    putBack();
  });

  return { body, on, said, big, chip, sign, leave };
}

/** @param {{model: any, el: HTMLElement}} view */
function renderShelf(view) {
  const { model } = view;
  /** @type {Shown[]} */
  const cards = model.get("cards");
  /** @returns {{compared: boolean, disagree: string[]}} */
  const result = () => model.get("result");
  const sentence = () => word(model, result().disagree.length ? "other" : "same");
  const differ = () => cards.filter(({ name }) => result().disagree.includes(name));
  const friendsTurn = () => (result().compared
    ? [sentence(), ...differ().map((card) => card.said[model.get("language")])] : []);
  const { body, on, said, big, sign, leave } = cardTable(view, {
    answer: "shelf_of",
    done: () => word(model, result().compared ? "compared" : "done"),
    news: friendsTurn,
    aloud: friendsTurn,
  });
  if (!Object.keys(model.get("friend")).length) return leave;

  /** A card, the pupil's shelf for it and the friend's, side by side. @param {Shown} card */
  function pair(card) {
    const shelf = (/** @type {string} */ whose) =>
      model.get("places").find((/** @type {Shown} */ one) => one.name === model.get(whose)[card.name]);
    const sides = [["you", "shelf_of"], ["friend", "friend"]].map(([key, whose]) =>
      ({ key, whose, sign: h("div", { class: "howcome-cards-sign" }) }));
    return {
      part: h("li", {},
        // A loudspeaker asks for its words before there is anything to compare.
        big(card, () => (differ().includes(card)
          ? sides.flatMap(({ key, whose }) => [word(model, key), said(shelf(whose))]) : [])),
        ...sides.map((side) => h("div", {}, h("span", {}, `${word(model, side.key)}:`), side.sign))),
      draw: () => sides.forEach((side) => side.sign.replaceChildren(...sign(shelf(side.whose)))),
    };
  }

  const pairs = new Map(cards.map((card) => [card.name, pair(card)]));
  const heading = h("b", {});
  const list = h("ul");
  const both = h("p", {}, word(model, "both"));
  const panel = h("div", { class: "howcome-shelf-friend" }, h("p", {}, heading), list, both);
  body.append(panel);
  on(["result"], () => {
    panel.hidden = !result().compared;
    heading.textContent = sentence();
    both.hidden = !result().disagree.length;
    fill(list, differ().map(({ name }) => {
      const one = /** @type {any} */ (pairs.get(name));
      one.draw();
      return one.part;
    }));
  });

  return leave;
}

export default { render: renderShelf };
