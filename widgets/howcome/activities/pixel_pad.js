// @ts-check
import { dotPicture, frame, grid, h, send, word } from "./shared.js";

/** The grays on the palette: all of them if they are few, else the quarters.
 * @param {number} levels */
export function palette(levels) {
  const steps = levels <= 8 ? levels : 4;
  return Array.from({ length: steps + 1 }, (_, at) => Math.round((at * levels) / steps));
}

/** A gray step as a byte, 0 (black) to 255 (white).
 * @param {number} gray @param {number} levels @param {string} paper what gray 0 looks like */
export function byte(gray, levels, paper) {
  const light = Math.round((255 * gray) / levels);
  return paper === "white" ? 255 - light : light;
}

/** Which cell lies under a point; null outside.
 * @param {number} x @param {number} y
 * @param {{left: number, top: number, width: number, height: number}} box @param {number} side */
export function cellAt(x, y, box, side) {
  const column = Math.floor(((x - box.left) / box.width) * side);
  const row = Math.floor(((y - box.top) / box.height) * side);
  const inside = row >= 0 && row < side && column >= 0 && column < side;
  return inside ? row * side + column : null;
}

/** The cells on the straight way from one to another, both included: a fast hand leaves no gaps.
 * @param {number} from @param {number} to @param {number} side */
export function between(from, to, side) {
  const [row, column] = [Math.floor(from / side), from % side];
  const [down, right] = [Math.floor(to / side) - row, (to % side) - column];
  const steps = Math.max(Math.abs(down), Math.abs(right));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const part = step / (steps || 1);
    return Math.round(row + down * part) * side + Math.round(column + right * part);
  });
}

/** A share out of 100; only a share of all is 100, and only one of nothing 0.
 * @param {number} share @returns {{sign: "" | "<" | ">", number: number}} */
export function outOf100(share) {
  const whole = Math.round(100 * share);
  if (whole === 100 && share < 1) return { sign: ">", number: 99 };
  if (whole === 0 && share > 0) return { sign: "<", number: 1 };
  return { sign: "", number: whole };
}

/** The words of the view that more than one part needs. @param {any} model */
function wording(model) {
  const [side, levels, paper] = ["side", "levels", "paper"].map((key) => model.get(key));
  return {
    /** @param {number} gray */
    gray: (gray) => {
      const end = { 0: "black", 255: "white" }[byte(gray, levels, paper)];
      return word(model, "gray", { gray, levels }) + (end ? `, ${word(model, end)}` : "");
    },
    /** @param {number} at */
    place: (at) => word(model, "place", { row: Math.floor(at / side) + 1, column: (at % side) + 1 }),
    /** @param {number} share */
    percent: (share) => {
      const { sign, number } = outOf100(share);
      return word(model, "percent", { number: `${sign}${number}` });
    },
    /** @param {string} key @param {number[]} shares */
    predicts: (key, shares) => {
      const most = Math.max(...shares);
      const { sign, number } = outOf100(most);
      const sure = sign ? word(model, sign === ">" ? "over" : "under", { number }) : number;
      return word(model, key, { label: model.get("labels")[shares.indexOf(most)], sure });
    },
  };
}

/** Painting: by pointer from cell to cell, by keys with Shift, or one cell with a press.
 * @param {any} model
 * @param {HTMLElement} table @param {HTMLElement[]} cells
 * @param {{gray: () => number, lifted: () => void}} hand */
function paintable(model, table, cells, { gray, lifted }) {
  const side = model.get("side");
  /** @type {number[] | null} the picture before the stroke that the hand is at */
  let stroke = null;
  /** @type {number | null} the pointer that paints */
  let pointer = null;
  /** @type {number | null} where it was last; null outside */
  let last = null;
  let end = 0;

  /** @param {number[]} places */
  function paint(places) {
    const now = [...model.get("cells")];
    stroke ??= [...now];
    for (const at of places) now[end = at] = gray();
    if (String(now) !== String(model.get("cells"))) send(model, { cells: now }, { settle: false });
  }

  /** The hand is lifted: the stroke was one step. */
  function lift() {
    if (stroke === null) return;
    const changed = String(stroke) !== String(model.get("cells"));
    stroke = last = null;
    if (changed) send(model, { cells: [...model.get("cells")] });
    lifted();
  }

  /** @param {PointerEvent} event */
  const under = (event) => cellAt(event.clientX, event.clientY, table.getBoundingClientRect(), side);
  table.addEventListener("pointerdown", (event) => {
    const at = event.isPrimary && event.button === 0 ? under(event) : null;
    if (at === null) return;
    lift();
    // Held by the cell, not by the table: so a mouse gives it the focus, without a ring.
    cells[at].setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    paint([at]);
    last = at;
  });
  table.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    // A browser sums up the moves between two pictures of the page: a corner would be cut.
    const moves = event.getCoalescedEvents?.() ?? [];
    /** @type {number[]} */
    const way = [];
    for (const at of (moves.length ? moves : [event]).map(under)) {
      if (at !== null) way.push(...(last === null ? [at] : between(last, at, side)));
      last = at;
    }
    if (way.length) paint(way);
  });
  table.addEventListener("lostpointercapture", (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    lift();
    cells[end].focus({ preventScroll: true });
  });

  // A press of Space or Enter, or of a screen reader; after a stroke there is nothing left to do.
  cells.forEach((cell, at) => cell.addEventListener("click", () => {
    paint([at]);
    lift();
  }));
  // With Shift, arrows paint along; grid() has moved the focus already.
  table.addEventListener("keydown", (event) => {
    if (!event.shiftKey || !event.key.startsWith("Arrow")) return;
    const ends = /** @type {any[]} */ ([event.target, /** @type {any} */ (table.getRootNode()).activeElement]);
    paint(ends.map((one) => cells.indexOf(one)).filter((at) => at >= 0));
  });
  table.addEventListener("keyup", (event) => { if (event.key === "Shift") lift(); });
  table.addEventListener("focusout", (event) => {
    const stays = table.contains(/** @type {Node | null} */ (event.relatedTarget));
    if (pointer === null && !stays) lift();
  });
  return { busy: () => stroke !== null };
}

/** The grays to paint with.
 * @param {any} model @param {ReturnType<typeof wording>} words */
function grays(model, words) {
  const [levels, paper] = ["levels", "paper"].map((key) => model.get(key));
  const look = (/** @type {number} */ gray) => `--gray: ${byte(gray, levels, paper)}`;
  let now = levels;
  const swatches = palette(levels).map((gray) => ({
    gray,
    swatch: h("button", {
      type: "button", class: "howcome-button howcome-pixel-swatch", style: look(gray),
      "aria-label": words.gray(gray), onclick: () => choose(gray),
    }, String(gray)),
  }));
  const some = swatches.length <= levels;
  const step = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ key) =>
    h("button", {
      type: "button", class: "howcome-button", hidden: !some, "aria-label": word(model, key),
      onclick: () => choose(now + by),
    }, sign);
  const chosen = h("span", { class: "howcome-pixel-chosen", "aria-hidden": "true" });
  const name = h("output", {}); // a live region by itself
  /** @param {number} gray */
  function choose(gray) {
    now = Math.max(0, Math.min(levels, gray));
    for (const one of swatches) one.swatch.setAttribute("aria-pressed", String(one.gray === now));
    chosen.setAttribute("style", look(now));
    name.textContent = words.gray(now);
  }
  choose(now);
  return {
    now: () => now,
    choose,
    part: h("div", { class: "howcome-pixel-palette", role: "group", "aria-label": word(model, "palette") },
      ...swatches.map(({ swatch }) => swatch),
      h("span", { class: "howcome-pixel-now" }, step(-1, "\u2212", "less"), chosen, name, step(1, "+", "more"))),
  };
}

/** What else may be done to the picture; the kernel does it.
 * @param {any} model */
function tools(model) {
  const arrow = { "slide left": "\u2190", "slide right": "\u2192", "slide up": "\u2191", "slide down": "\u2193" };
  /** @param {string} tool @param {string} text @param {string | null} [name] */
  const button = (tool, text, name = null) => h("button", {
    type: "button", class: "howcome-button", "aria-label": name,
    onclick: () => send(model, { press: [tool, (model.get("press")[1] ?? 0) + 1] }),
  }, text);
  const key = (/** @type {string} */ tool) => word(model, tool.replaceAll(" ", "_"));
  /** @type {[string, string][]} */
  const all = model.get("tools");
  const of = (/** @type {string} */ kind) => all.filter((one) => one[1] === kind).map(([tool]) => tool);
  const slides = of("slide").map((tool) => button(tool, /** @type {any} */ (arrow)[tool], key(tool)));
  return h("div", { class: "howcome-pixel-tools", role: "group", "aria-label": word(model, "tools") },
    ...of("own").map((tool) => button(tool, tool)),
    h("span", { class: "howcome-pixel-slide", role: "group", "aria-label": word(model, "slide"), hidden: !slides.length },
      h("span", { "aria-hidden": "true" }, word(model, "slide")), ...slides),
    ...of("built").map((tool) => button(tool, key(tool))),
    ...(model.get("pictures").length > 1 ? [button("next", key("next"))] : []));
}

/** How sure the machine is of each label, now and at first.
 * @param {any} model @param {ReturnType<typeof wording>} words */
function shares(model, words) {
  const rows = model.get("labels").map((/** @type {string} */ label) => {
    const bar = h("div", { class: "howcome-bar howcome-pixel-bar" });
    const was = h("div", { class: "howcome-pixel-was" });
    const [now, first] = [h("td", {}), h("td", {})];
    const row = h("tr", {}, h("th", { scope: "row" }, label), now,
      h("td", { class: "howcome-pixel-track", "aria-hidden": "true" }, h("div", {}, bar, was)), first);
    return { bar, was, now, first, row };
  });
  const head = (/** @type {(Node | string)[]} */ ...children) => h("th", { scope: "col" }, ...children);
  return {
    part: h("table", { class: "howcome-pixel-shares" },
      h("caption", {}, word(model, "caption")),
      h("thead", {}, h("tr", {}, head(word(model, "label")), head(word(model, "now")),
        h("td", { "aria-hidden": "true" }),
        head(h("span", { class: "howcome-pixel-was", "aria-hidden": "true" }), word(model, "first")))),
      h("tbody", {}, ...rows.map((/** @type {any} */ { row }) => row))),
    draw: () => {
      const { now, first } = model.get("result");
      const top = now.indexOf(Math.max(...now));
      rows.forEach((/** @type {any} */ one, /** @type {number} */ at) => {
        one.row.classList.toggle("howcome-pixel-top", at === top);
        one.bar.style.inlineSize = `${100 * now[at]}%`;
        one.was.style.insetInlineStart = `calc((100% - 4px) * ${first[at]})`;
        one.now.textContent = words.percent(now[at]);
        one.first.textContent = words.percent(first[at]);
      });
    },
  };
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const ask = h("p", { class: "howcome-prompt" });
  const where = h("p", { class: "howcome-pixel-where" });
  const [answer, before] = [h("p", { class: "howcome-pixel-answer" }), h("p", {})];
  const { body, on, say, leave } = frame({ model, el }, {
    aloud: () => [ask, where, answer, before].map((one) => one.textContent ?? "").filter(Boolean),
  });
  const [side, levels, paper] = ["side", "levels", "paper"].map((key) => model.get(key));
  const words = wording(model);
  const label = (/** @type {number} */ at) => model.get("labels")[at];

  // The picture.
  const keys = h("p", { id: `howcome-pixel-${Math.random().toString(36).slice(2)}` }, word(model, "keys"));
  const cells = Array.from({ length: side * side }, () =>
    h("button", { type: "button", class: "howcome-pixel-cell" }));
  const table = h("table", {
    role: "grid", class: "howcome-pixel-grid", style: `--side: ${side}`,
    "aria-label": word(model, "grid", { side }), "aria-describedby": keys.id,
  }, h("tbody", { role: "rowgroup" }, ...Array.from({ length: side }, (_, row) =>
    h("tr", { role: "row" }, ...cells.slice(row * side, (row + 1) * side)
      .map((cell) => h("td", { role: "gridcell" }, cell))))));
  grid(table);
  const colors = grays(model, words);
  const hand = paintable(model, table, cells, { gray: colors.now, lifted: () => { guide(); soon(); } });
  body.addEventListener("keydown", (event) => {
    const by = { "+": 1, "=": 1, "-": -1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(by || /^\d$/.test(event.key))) return;
    event.preventDefault();
    colors.choose(by ? colors.now() + by : Number(event.key));
  });
  const numbers = h("button", {
    type: "button", class: "howcome-button", "aria-pressed": "false",
    onclick: () => {
      numbers.setAttribute("aria-pressed", String(numbers.getAttribute("aria-pressed") === "false"));
      drawCells();
    },
  }, word(model, "numbers"));

  // The answer, and how it came.
  const bars = shares(model, words);
  const pair = h("div", { class: "howcome-pixel-pair", hidden: !model.get("compare") });
  const why = h("div", { class: "howcome-pixel-why", hidden: true, role: "group", "aria-label": word(model, "how_come") });
  const explain = (/** @type {boolean} */ open) => send(model, { explain: open }, { settle: false });
  const whyButton = h("button", {
    type: "button", class: "howcome-button", onclick: () => explain(!model.get("explain")),
  }, word(model, "how_come"));
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !model.get("explain")) return;
    event.preventDefault();
    event.stopPropagation();
    explain(false);
    whyButton.focus();
  });

  body.append(ask, where, h("div", { class: "howcome-pixel-both" },
    h("div", { class: "howcome-pixel-said" }, answer, before), table,
    h("div", { class: "howcome-pixel-hand" }, colors.part, tools(model), keys),
    h("div", { class: "howcome-pixel-machine" }, bars.part, pair,
      h("div", { class: "howcome-pixel-tools" }, whyButton, numbers), why)));

  function drawCells() {
    const { label: to, rival, toward = [], away = [] } = model.get("marks");
    const pushes = new Map([
      ...toward.map((/** @type {[number, number]} */ [at]) => [at, ["+", label(to)]]),
      ...away.map((/** @type {[number, number]} */ [at]) => [at, ["\u2212", label(rival)]]),
    ]);
    const shown = numbers.getAttribute("aria-pressed") === "true";
    model.get("cells").forEach((/** @type {number} */ gray, /** @type {number} */ at) => {
      const cell = cells[at];
      const [sign, name] = pushes.get(at) ?? [];
      const light = byte(gray, levels, paper);
      cell.style.setProperty("--gray", String(light));
      // On a middle gray neither black nor white stands out much: the better of the two.
      cell.style.color = light < 118 ? "#fff" : "#000";
      cell.textContent = shown ? String(gray) : "";
      cell.setAttribute("aria-label", `${words.place(at)}: ${word(model, "gray", { gray, levels })}`
        + (name ? `. ${word(model, "toward", { label: name })}` : ""));
      if (sign) cell.setAttribute("data-push", sign);
      else cell.removeAttribute("data-push");
    });
  }
  on(["cells", "marks"], drawCells);

  /** @param {number[]} picture @param {string} key */
  const small = (picture, key) => h("span", {},
    dotPicture({
      width: side, height: side,
      dots: btoa(String.fromCharCode(...picture.map((gray) => byte(gray, levels, paper)))),
    }, word(model, `picture_${key}`)), word(model, key));
  on(["cells", "number"], () => {
    const [pictures, number] = [model.get("pictures"), model.get("number")];
    const truth = model.get("truths")[number];
    where.textContent = [
      pictures.length > 1 ? word(model, "which", { number: number + 1, count: pictures.length }) : "",
      truth ? word(model, "card_says", { label: truth }) : "",
    ].join(" ").trim();
    pair.replaceChildren(small(pictures[number], "first"), small(model.get("cells"), "now"));
  });

  let looked = false;
  function guide() {
    // A line more or less would move the picture under the hand.
    if (hand.busy()) return;
    const { now, first } = model.get("result");
    const [is, was] = [now, first].map((all) => all.indexOf(Math.max(...all)));
    looked ||= model.get("explain");
    const same = String(model.get("cells")) === String(model.get("pictures")[model.get("number")]);
    const next = same ? "first" : is === was ? "then" : looked ? "free" : "changed";
    ask.textContent = model.get("ask") || word(model, `ask_${next}`);
  }
  on(["result", "cells", "explain"], guide);
  on(["result"], () => {
    const { now, first } = model.get("result");
    answer.textContent = words.predicts("answer", now);
    before.textContent = words.predicts("at_first", first);
    bars.draw();
  });

  on(["marks", "explain"], () => {
    const { label: to, rival, toward, away } = model.get("marks");
    whyButton.setAttribute("aria-expanded", String(model.get("explain")));
    const closed = why.hidden;
    why.hidden = !model.get("explain") || !toward;
    if (why.hidden) return;
    /** @param {string} sign @param {number} name @param {[number, number][]} places */
    const list = (sign, name, places) => [
      h("p", { class: "howcome-pixel-push", "data-push": sign },
        h("b", {}, word(model, "toward", { label: label(name) }))),
      h("ul", {}, ...places.map(([at, adds]) => h("li", {}, `${words.place(at)}: `,
        h("b", {}, sign + Math.abs(adds).toFixed(2))))),
      ...(places.length ? [] : [h("p", {}, word(model, "none"))])];
    why.replaceChildren(h("p", {}, word(model, "why", { label: label(to), rival: label(rival) })),
      ...list("+", to, toward), ...list("\u2212", rival, away), h("p", {}, word(model, "empty")));
    /** @param {number} name @param {[number, number][]} places */
    const most = (name, places) => `${word(model, "toward", { label: label(name) })}: `
      + (places.length ? `${words.place(places[0][0])}.` : word(model, "none"));
    if (closed) say(`${most(to, toward)} ${most(rival, away)}`);
  });

  // Said when the hand rests: a stroke would be a flood of words.
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;
  let [told, which] = [model.get("cells"), model.get("number")];
  function soon() {
    clearTimeout(quiet);
    say("");
    if (!hand.busy()) quiet = setTimeout(tell, 400);
  }
  function tell() {
    const cells = model.get("cells");
    if (String(cells) !== String(model.get("result").cells)) return; // the answer to come calls again
    const changed = cells.flatMap((/** @type {number} */ gray, /** @type {number} */ at) => (gray === told[at] ? [] : [at]));
    const what = which !== model.get("number") ? `${where.textContent} `
      : changed.length === 1 ? `${words.place(changed[0])}: ${words.gray(cells[changed[0]])}. `
      : changed.length ? `${word(model, "changed_cells", { count: changed.length })} ` : "";
    [told, which] = [cells, model.get("number")];
    say(what + answer.textContent);
  }
  model.on("change:result change:cells", soon);

  return () => {
    clearTimeout(quiet);
    model.off("change:result change:cells", soon);
    leave();
  };
}

export default { render };
