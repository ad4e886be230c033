// @ts-check
import { asTable, frame, h, send, word } from "./shared.js";

/** @typedef {{name: string, truth: string, x: number[]}} Card */
/** @typedef {{kind: string, asks: string, because: string, counts: Record<string, number>}} Machine */
/** @typedef {{cards: number[], family: string, asked: string, end: string, all?: string[], offered?: string[], machine?: Machine}} Place */
/** @typedef {Record<string, Place>} Places a place is named by the answers on the way: "", "no yes" */

/** The fact and the limit of a question. @param {string} key */
export function parse(key) {
  const [trait, limit = "0"] = key.split(">");
  return { trait, limit: Number(limit) };
}

/** The two piles of a question, as numbers of cards.
 * @param {Card[]} cards @param {number[]} here @param {string[]} columns @param {string} key */
export function split(cards, here, columns, key) {
  const { trait, limit } = parse(key);
  const at = columns.indexOf(trait);
  return {
    yes: here.filter((one) => cards[one].x[at] > limit),
    no: here.filter((one) => cards[one].x[at] <= limit),
  };
}

/** The cards of a pile, family by family. @param {Card[]} cards @param {number[]} pile @param {string[]} families
 * @returns {[string, number[]][]} */
export function tally(cards, pile, families) {
  return families.map((family) => /** @type {[string, number[]]} */ (
    [family, pile.filter((one) => cards[one].truth === family)])).filter(([, some]) => some.length);
}

/** Where a card goes on. @param {string} place @param {string} answer */
export const after = (place, answer) => `${place} ${answer}`.trim();

/** The places on the way to a place, the start first, and itself. @param {string} place */
export function wayTo(place) {
  const answers = place.split(" ").filter(Boolean);
  return ["", ...answers.map((_, at) => answers.slice(0, at + 1).join(" "))];
}

/** The next place that waits for a question, from here on and then around. @param {Places} places @param {string} here */
export function nextOpen(places, here) {
  const all = Object.keys(places);
  const from = all.indexOf(here) + 1;
  return [...all.slice(from), ...all.slice(0, from)]
    .find((one) => !places[one].asked && !places[one].end);
}

/** The questions with another one at this place: what hung below it falls away.
 * @param {Record<string, string>} questions @param {string} place @param {string} key */
export function asking(questions, place, key) {
  const below = (/** @type {string} */ one) => one !== place && wayTo(one).includes(place);
  return { ...Object.fromEntries(Object.entries(questions).filter(([one]) => !below(one))), [place]: key };
}

/** How many of how many families are in a pile, for one line of text. @param {Card[]} cards @param {number[]} pile */
export const kinds = (cards, pile) => new Set(pile.map((one) => cards[one].truth)).size;

/** The corrections with one fact changed. @param {Record<string, Record<string, any>>} corrections
 * @param {string} name @param {string} trait @param {any} value */
export const correcting = (corrections, name, trait, value) =>
  ({ ...corrections, [name]: { ...corrections[name], [trait]: value } });

/** @param {HTMLElement} part @param {boolean} shown */
const show = (part, shown) => { part.hidden = !shown; };

/** What the three parts of the view share: the cards, the words, and what is looked at now.
 * @param {any} model */
function desk(model) {
  /** @type {{grow: Card[], guess: Card[]}} */
  const deck = model.get("deck");
  /** @type {string[][]} */
  const [columns, families, parts] = ["columns", "families", "parts"].map((key) => model.get(key));
  const groups = `howcome-guess-${Math.random().toString(36).slice(2)}`;
  const say = (/** @type {string} */ key, values = {}) => word(model, key, values);
  const named = (/** @type {string} */ key) => model.get("names")[key] ?? key;
  return {
    model, deck, columns, families, parts, say, named,
    // What a child looks at is the view's own affair; only questions and corrections are kept.
    now: { part: parts[0], at: "", tried: "", peek: "", instead: false, all: false, animal: -1, fact: "" },
    /** @returns {Places} */
    places: () => model.get("result").places,
    /** @returns {Record<string, Record<string, number>>} */
    corrections: () => model.get("result").corrections,
    count: (/** @type {string} */ key, /** @type {number} */ count) => say(count === 1 ? `${key}_1` : key, { count }),
    yesNo: (/** @type {number} */ value) => say(value ? "yes" : "no"),
    sentence: (/** @type {string} */ key) => {
      const { trait, limit } = parse(key);
      const special = `q_${trait}_${limit}`;
      return say(special in model.get("words") ? special : `q_${trait}`, { limit });
    },
    /** @param {string} name @param {string} alt empty where the name stands beside it */
    picture: (name, alt) => {
      const src = model.get("pictures")[name];
      return src && h("img", { class: "howcome-guess-picture", src, alt, title: alt || null });
    },
    /** @param {string} key @param {() => void} onclick @param {boolean} [next] whether it is the next thing to do */
    button: (key, onclick, next = false) => h("button", {
      type: "button", class: `howcome-button${next ? " howcome-guess-next" : ""}`, onclick,
    }, say(key)),
    /** One of a group of choices: a radio button, so that Tab goes in once and arrows choose.
     * @param {string} group @param {string} value @param {(value: string) => void} pick @param {...(Node | string)} inside */
    choice: (group, value, pick, ...inside) => {
      const input = /** @type {HTMLInputElement} */ (h("input", {
        type: "radio", name: `${groups}-${group}`, value, onchange: () => pick(value),
      }));
      return { input, label: h("label", { class: "howcome-guess-choice" }, input, ...inside) };
    },
    /** @param {HTMLElement} legend @param {string} look @param {...(Node | string)} choices */
    group: (legend, look, ...choices) => h("fieldset", { class: "howcome-guess-set" }, legend,
      h("div", { class: `howcome-guess-${look}` }, ...choices)),
  };
}
/** @typedef {ReturnType<typeof desk> & {draw: () => void, tell: (text: string) => void, turnTo: (part: string) => void, goTo: (place: string) => void}} Desk */

/** Grow: the cards of one place, the questions for it, and their two piles. @param {Desk} my */
function growPart(my) {
  const { model, deck, now, places, say, named, count, sentence } = my;
  const way = h("p", { class: "howcome-guess-way" });
  const questions = my.group(h("legend", { class: "howcome-unseen" }, say("questions")), "questions");
  const box = /** @type {HTMLElement} */ (questions.lastElementChild);
  const first = () => box.querySelector("input");
  const askThis = my.button("ask_this", ask, true);
  const more = my.button("more", () => {
    now.all = true;
    my.draw();
    first()?.focus();
  });
  const goOn = my.button("go_on", () => my.goTo(nextOpen(places(), now.at) ?? now.at), true);
  const toGuess = my.button("part_guess", () => my.turnTo("guess"), true);
  const instead = my.button("instead", () => {
    Object.assign(now, { instead: true, tried: places()[now.at].asked });
    my.draw();
    my.tell(prompt());
    /** @type {HTMLElement | null} */ (box.querySelector(":checked"))?.focus();
  });
  const machine = h("p", { class: "howcome-guess-machine" });
  const piles = h("div", { class: "howcome-guess-piles" });
  const numbers = asTable(model, say("caption"), ["family", "pile_yes", "pile_no"].map((key) => say(key)));
  numbers.part.classList.add("howcome-guess-numbers");
  // One tile a card for good: it moves from pile to pile.
  const tiles = deck.grow.map((card) => my.picture(card.name, named(card.name))
    ?? h("span", { class: "howcome-guess-chip" }, named(card.name)));

  const asks = () => !places()[now.at].end && (!places()[now.at].asked || now.instead);

  function prompt() {
    const here = places()[now.at];
    if (here.end) return say(here.end, { family: named(here.family), depth: model.get("depth") });
    if (asks()) return now.tried ? say("tried") : now.at ? say("ask_here") : model.get("ask") || say("ask");
    const then = nextOpen(places(), now.at) !== undefined ? "then_go_on" : my.parts.length > 1 ? "then_guess" : "then_done";
    return `${say("asked", { question: sentence(here.asked) })} ${say(then)}`;
  }

  function ask() {
    const { at, tried } = now;
    if (!tried) my.tell(say("pick_first"));
    else if (tried !== places()[at].asked) send(model, { questions: asking(model.get("questions"), at, tried) });
    else {
      // The same question again is no step.
      now.instead = false;
      my.draw();
    }
  }

  /** @param {string} key */
  function tryOut(key) {
    now.tried = key;
    my.draw();
    const { yes, no } = split(deck.grow, places()[now.at].cards, my.columns, key);
    my.tell(say("split", {
      yes_cards: count("cards", yes.length), yes_families: count("families", kinds(deck.grow, yes)),
      no_cards: count("cards", no.length), no_families: count("families", kinds(deck.grow, no)),
    }));
  }

  function draw() {
    const here = places()[now.at];
    const open = nextOpen(places(), now.at) !== undefined;
    const keys = (now.all ? here.all : here.offered) ?? [];
    way.textContent = now.at && say("way", { way: wayWords() });
    machine.textContent = !asks() && here.machine && model.get("compare") ? compared(here.machine) : "";
    show(questions, asks());
    show(askThis, asks());
    askThis.setAttribute("aria-disabled", String(!now.tried));
    show(more, asks() && keys.length < (here.all?.length ?? 0));
    show(goOn, !asks() && open);
    show(toGuess, !asks() && !open && my.parts.length > 1);
    show(instead, !asks() && Boolean(here.asked));
    drawQuestions(asks() ? keys : []);
    drawPiles();
  }

  /** @param {Machine} found */
  function compared({ kind, asks: asked, because, counts }) {
    return say(`machine_${kind}`, { question: sentence(asked), because: because && say(because, counts) }).trim();
  }

  /** The answers on the way here, in short. */
  function wayWords() {
    return wayTo(now.at).slice(0, -1).map((step, at) => {
      const { trait, limit } = parse(places()[step].asked);
      return `${say(trait === "legs" ? "f_more_legs" : `f_${trait}`, { limit })}: ${say(now.at.split(" ")[at])}`;
    }).join(" \u203a ");
  }

  let drawn = "";
  /** @param {string[]} keys */
  function drawQuestions(keys) {
    // Drawn anew only for another place: an arrow key goes on from the button that has the focus.
    const list = [now.at, ...keys].join();
    if (list !== drawn) {
      drawn = list;
      box.replaceChildren(...keys.map((key) => {
        const { label } = my.choice("question", key, tryOut, h("span", {}, sentence(key)));
        // The piles follow the mouse before anything is picked.
        label.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") peek(key); });
        label.addEventListener("pointerleave", () => peek(""));
        return label;
      }));
    }
    for (const one of box.querySelectorAll("input")) one.checked = one.value === now.tried;
  }

  /** @param {string} key */
  function peek(key) {
    now.peek = key;
    drawPiles();
  }

  function drawPiles() {
    const here = places()[now.at];
    const key = now.peek || now.tried || (asks() ? "" : here.asked);
    /** @type {Record<string, number[]>} */
    const heaps = key ? split(deck.grow, here.cards, my.columns, key) : { all: here.cards };
    const before = tiles.map((tile) => tile.getBoundingClientRect());
    piles.replaceChildren(...Object.entries(heaps).map(([answer, pile]) => {
      const head = say("pile", { answer: say(`pile_${answer}`), cards: count("cards", pile.length) });
      return h("div", { class: "howcome-guess-pile", role: "group", "aria-label": head },
        h("p", { class: "howcome-guess-head", "aria-hidden": "true" }, head),
        h("ul", {}, ...tally(deck.grow, pile, my.families).map(([family, some]) => h("li", {},
          h("span", { class: "howcome-guess-family" }, `${named(family)}: `, h("b", {}, String(some.length))),
          h("span", { class: "howcome-guess-tiles" }, ...some.map((one) => tiles[one]))))));
    }));
    glide(tiles, before);
    show(numbers.part, Boolean(key));
    if (!key) return;
    const names = (/** @type {number[]} */ pile, /** @type {string} */ family) => {
      const mine = pile.filter((one) => deck.grow[one].truth === family);
      return mine.length ? `${mine.length}: ${mine.map((one) => named(deck.grow[one].name)).join(", ")}` : "0";
    };
    numbers.draw(tally(deck.grow, here.cards, my.families).map(([family]) =>
      [named(family), names(heaps.yes, family), names(heaps.no, family)]));
  }

  return {
    part: h("div", {}, way, questions, h("div", { class: "howcome-guess-actions" }, askThis, more), machine,
      h("div", { class: "howcome-guess-actions" }, goOn, toGuess, instead), piles, numbers.part),
    draw, prompt, machine, way, questions: box,
    /** Where the focus goes when a place is entered. */
    enter: () => (asks() ? first() : goOn.hidden ? instead : goOn)?.focus(),
    next: [goOn, toGuess, askThis, instead],
  };
}

/** Let the cards glide from pile to pile, where nobody asked for less motion.
 * @param {HTMLElement[]} tiles @param {DOMRect[]} before */
function glide(tiles, before) {
  if (!globalThis.matchMedia?.("(prefers-reduced-motion: no-preference)").matches) return;
  const after = tiles.map((tile) => tile.getBoundingClientRect());
  tiles.forEach((tile, at) => {
    const [x, y] = [before[at].x - after[at].x, before[at].y - after[at].y];
    if (!before[at].width || !after[at].width || (!x && !y)) return;
    tile.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 180, easing: "ease-out" });
  });
}

/** Guess: new animals, the way of one down the tree, and the facts on its card. @param {Desk} my */
function guessPart(my) {
  const { model, deck, columns, now, places, corrections, say, named, sentence, yesNo } = my;
  const score = h("p", { class: "howcome-guess-score" });
  const animals = deck.guess.map((card, at) => {
    const mark = h("span", { class: "howcome-guess-mark" });
    return { mark, ...my.choice("animal", String(at), () => pick(at),
      my.picture(card.name, "") ?? h("span", { class: "howcome-guess-letter", "aria-hidden": "true" }, named(card.name)[0]),
      h("span", { class: "howcome-guess-name" }, named(card.name)), mark) };
  });
  const verdict = h("p", { class: "howcome-guess-verdict" });
  const answersOf = h("p", { class: "howcome-guess-head" });
  const answers = h("ol", { class: "howcome-guess-answers" });
  const legend = h("legend", { class: "howcome-guess-head" });
  const lines = columns.map((trait) => {
    const said = h("span");
    const tags = h("i", { class: "howcome-guess-tags" });
    return { trait, said, tags, ...my.choice("fact", trait, pickFact, h("span", {}, said, " ", tags)) };
  });
  const legs = /** @type {HTMLInputElement} */ (h("input", {
    type: "number", min: 0, max: 100, step: 1, class: "howcome-guess-legs", autocomplete: "off",
    onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") correct(); },
  }));
  const howMany = h("label", {}, `${say("how_many_legs")} `, legs);
  const change = my.button("change", correct, true);
  const fix = h("div", { class: "howcome-guess-actions" }, howMany, change);
  const panel = h("div", { class: "howcome-guess-panel" }, verdict, answersOf, answers,
    my.group(legend, "facts", ...lines.map((one) => one.label)), fix);

  const guess = (/** @type {number} */ at) => model.get("result").guesses[at];
  const right = (/** @type {number} */ at) => guess(at).predicted === deck.guess[at].truth;
  const picked = () => now.animal >= 0 && Boolean(places()[""].asked);
  const rights = () => deck.guess.filter((_, at) => right(at)).length;

  function prompt() {
    if (!places()[""].asked) return say("guess_first");
    if (rights() === deck.guess.length) return say("guess_all", { all: rights() });
    if (!picked()) return say("guess");
    if (right(now.animal)) return say("guess_right");
    if (now.fact) return say("guess_true");
    return say(places()[guess(now.animal).end].end ? "guess_wrong" : "guess_open");
  }

  /** @param {number} at */
  function pick(at) {
    Object.assign(now, { animal: at, fact: "" });
    my.draw();
    my.tell(picked() ? verdict.textContent ?? "" : prompt());
  }

  /** @param {string} trait */
  function pickFact(trait) {
    now.fact = trait;
    my.draw();
    my.tell(prompt());
  }

  const printed = (/** @type {string} */ trait) => deck.guess[now.animal].x[columns.indexOf(trait)];
  const fact = (/** @type {string} */ trait) => corrections()[deck.guess[now.animal].name]?.[trait] ?? printed(trait);

  function correct() {
    const typed = legs.value === "" ? null : Number(legs.value);
    const value = now.fact === "legs" ? typed : 1 - fact(now.fact);
    send(model, { corrections: correcting(corrections(), deck.guess[now.animal].name, now.fact, value) });
  }

  function draw() {
    animals.forEach(({ input, label, mark }, at) => {
      label.classList.toggle("howcome-guess-wrong", !right(at));
      input.checked = at === now.animal;
      mark.replaceChildren(
        h("span", { "aria-hidden": "true" }, right(at) ? "\u2713 " : "\u2717 "),
        h("span", { class: "howcome-unseen" }, `${say(right(at) ? "says_right" : "says_wrong")}: `),
        named(guess(at).predicted),
        ...(deck.guess[at].name in corrections() ? [h("span", { "aria-hidden": "true" }, " \u270e"),
          h("span", { class: "howcome-unseen" }, `(${say("has_corrected")})`)] : []));
    });
    score.textContent = say("score", { right: rights(), all: deck.guess.length });
    show(panel, picked());
    if (!picked()) return;
    const card = deck.guess[now.animal];
    const { end, predicted } = guess(now.animal);
    const asked = wayTo(end).slice(0, -1).map((step) => places()[step].asked);
    verdict.textContent = say(right(now.animal) ? "verdict_right" : "verdict_wrong",
      { family: named(predicted), truth: named(card.truth) });
    answersOf.textContent = say("answers_of", { name: named(card.name) });
    answers.replaceChildren(...asked.map((key, at) =>
      h("li", {}, `${sentence(key)} `, h("b", {}, say(`pile_${end.split(" ")[at]}`)))));
    legend.textContent = say("card_of", { name: named(card.name) });
    for (const { trait, said, tags, input } of lines) {
      said.textContent = `${say(`f_${trait}`)}: ${trait === "legs" ? fact(trait) : yesNo(fact(trait))}`;
      tags.textContent = [asked.some((key) => parse(key).trait === trait) && say("was_asked"),
        fact(trait) !== printed(trait) && `\u270e ${say("has_corrected")}`].filter(Boolean).join(", ");
      input.checked = trait === now.fact;
    }
    show(fix, Boolean(now.fact));
    show(howMany, now.fact === "legs");
    legs.value = String(fact("legs"));
    if (now.fact) {
      change.textContent = now.fact === "legs" ? say("change") : say("change_to", { value: yesNo(1 - fact(now.fact)) });
    }
  }

  return {
    part: h("div", {}, score,
      my.group(h("legend", { class: "howcome-unseen" }, say("which_animal")), "animals", ...animals.map((one) => one.label)), panel),
    draw, prompt, verdict,
    /** What a screen reader hears after a step. */
    news: () => (picked() ? verdict : score).textContent ?? "",
    /** Where the picked animal ends, if one is picked. */
    end: () => (picked() ? guess(now.animal).end : null),
    next: [change, animals[0].input],
  };
}

/** The tree as nested lists: each place is a button that leads to its cards.
 * @param {Desk} my @param {() => string | null} walker where the picked animal ends */
function treePart(my, walker) {
  const { deck, now, places, say, named, count } = my;
  const part = h("div", { class: "howcome-guess-tree", onkeydown: roam });
  const all = () => [...part.querySelectorAll("button")];

  /** @param {HTMLElement} [chosen] Tab goes into the tree once, to this place */
  const only = (chosen) => all().forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });

  function draw() {
    const had = part.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.place : undefined;
    part.replaceChildren(h("ul", { "aria-label": say("your_tree") }, branch("", "tree_start")));
    const mark = all().find((one) => one.dataset.place === (had ?? now.at)) ?? all()[0];
    only(mark);
    if (had !== undefined) mark?.focus();
  }

  /** @param {string} place @param {string} answer @returns {HTMLElement} */
  function branch(place, answer) {
    const { asked, end } = places()[place];
    const goal = now.part === "guess" ? walker() : null;
    const look = [asked ? "asks" : end ? "leaf" : "open", goal !== null && wayTo(goal).includes(place) && "on-way"];
    // Where the tree is given, there is nothing to press in it.
    const grows = my.parts.includes("grow");
    return h("li", {},
      h(grows ? "button" : "span", {
        type: grows && "button", "data-place": place, onclick: grows && (() => my.goTo(place)),
        "aria-current": now.part === "grow" && place === now.at ? "true" : null,
        class: ["howcome-button", ...look.filter(Boolean).map((one) => `howcome-guess-${one}`)].join(" "),
      }, h("b", {}, `${say(answer)}: `), text(place),
      ...(place === goal ? [h("span", { class: "howcome-guess-ends" },
        ` \u25c0 ${say("ends_here", { name: named(deck.guess[now.animal].name) })}`)] : [])),
      ...(asked ? [h("ul", {}, branch(after(place, "yes"), "pile_yes"), branch(after(place, "no"), "pile_no"))] : []));
  }

  /** @param {string} place */
  function text(place) {
    const { asked, end, cards: pile, family: most } = places()[place];
    if (asked) return my.sentence(asked);
    const [cards, family] = [count("cards", pile.length), named(most)];
    if (!end) return say("tree_open", { cards, families: count("families", kinds(deck.grow, pile)) });
    if (end === "one") return say("tree_one", { family, cards });
    return say("tree_mostly", { family, cards, count: pile.filter((one) => deck.grow[one].truth === most).length });
  }

  /** Arrows move in the tree: down and up a line, left to the question before. @param {KeyboardEvent} event */
  function roam(event) {
    const here = all();
    const at = here.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const before = wayTo(here[at]?.dataset.place ?? "").at(-2);
    /** @type {Record<string, HTMLElement | undefined>} */
    const next = {
      ArrowDown: here[at + 1], ArrowRight: here[at + 1], ArrowUp: here[at - 1],
      ArrowLeft: here.find((one) => one.dataset.place === before), Home: here[0], End: here.at(-1),
    };
    if (at < 0 || !(event.key in next)) return;
    event.preventDefault();
    const goal = next[event.key] ?? here[at];
    only(goal);
    goal.focus();
  }

  return { part, draw };
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const prompt = h("p", { class: "howcome-prompt" });
  /** What is read aloud: the one thing to do, what to choose from, what came of the last step.
   * @type {HTMLElement[]} */
  const heard = [prompt];
  const { root, body, on, say: tell, leave } = frame({ model, el }, {
    aloud: () => heard.filter((one) => one.offsetParent).flatMap((one) => one.innerText.split("\n")).filter(Boolean),
  });
  /** @type {Desk} */
  const my = Object.assign(desk(model), { draw, tell, turnTo, goTo });
  const { now, say, parts } = my;
  const grow = growPart(my);
  const guess = guessPart(my);
  const tree = treePart(my, guess.end);
  const switches = parts.map((part) => ({ part, button: my.button(`part_${part}`, () => turnTo(part)) }));
  heard.push(grow.way, grow.questions, grow.machine, guess.verdict);
  body.append(
    h("div", { class: "howcome-guess-actions", role: "group", "aria-label": say("which_part"), hidden: parts.length < 2 },
      ...switches.map((one) => one.button)),
    prompt, grow.part, guess.part, h("p", { class: "howcome-guess-head" }, say("your_tree")), tree.part);

  /** @param {string} part */
  function turnTo(part) {
    now.part = part;
    draw();
    tell(prompt.textContent ?? "");
  }

  /** @param {string} place */
  function goTo(place) {
    Object.assign(now, { part: "grow", at: place, tried: "", peek: "", instead: false, all: false });
    draw();
    tell(`${grow.way.textContent} ${prompt.textContent}`.trim());
    grow.enter();
  }

  function draw() {
    const focused = () => root.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement);
    const had = focused();
    for (const { part, button } of switches) button.setAttribute("aria-pressed", String(part === now.part));
    show(grow.part, now.part === "grow");
    show(guess.part, now.part === "guess");
    const part = now.part === "grow" ? grow : guess;
    part.draw();
    prompt.textContent = part.prompt();
    tree.draw();
    // What had the focus is gone or hidden: on to the next thing to do.
    const has = focused();
    if (had && !(has && has.offsetParent)) part.next.find((one) => one.offsetParent)?.focus();
  }

  let drawn = false;
  on(["result"], () => {
    // A place may be gone after an undo: then the nearest one above it is looked at.
    const at = wayTo(now.at).filter((one) => one in my.places()).at(-1) ?? "";
    Object.assign(now, { at, tried: "", peek: "", instead: false });
    draw();
    if (drawn) tell(now.part === "guess" ? guess.news() : grow.machine.textContent || (prompt.textContent ?? ""));
    drawn = true;
  });

  return leave;
}

export default { render };
