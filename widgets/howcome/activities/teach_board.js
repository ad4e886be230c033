// @ts-check
import { asTable, frame, h, send, word } from "./shared.js";

/** @typedef {{name: string, low: number, high: number, step: number, ticks: number[]}} Side */
/** @typedef {{x: number, y: number, label: any, kind: number, added: boolean, at: number}} Card */
/** @typedef {{said: string, clear: number[]}} Land what is predicted at the corners of the cells */

const REACH = 5; // a press this near to a card is a press on it; in hundredths of the board

/** What lies on the board: the first cards that are left, then the added ones; as in Python.
 * @param {any[][]} start @param {number[]} removed @param {Record<string, any>} flipped
 * @param {any[][]} added @param {any[]} labels @returns {Card[]} */
export function cardsOf(start, removed, flipped, added, labels) {
  const gone = new Set(removed);
  const card = (/** @type {any[]} */ [x, y, own], /** @type {number} */ at, /** @type {boolean} */ isAdded) => {
    const label = isAdded ? own : flipped[at] ?? own;
    return { x, y, label, kind: Math.max(0, labels.indexOf(label)), added: isAdded, at };
  };
  return [
    ...start.map((one, at) => card(one, at, false)).filter(({ at }) => !gone.has(at)),
    ...added.map((one, at) => card(one, at, true)),
  ];
}

/** The cells of a land, with the places of their corners, in hundredths of the board.
 * @param {Land} land */
function cellsOf({ said, clear }) {
  const side = Math.round(Math.sqrt(said.length));
  const size = 100 / (side - 1);
  const corner = (/** @type {number} */ across, /** @type {number} */ up) => ({
    x: across * size, y: 100 - up * size, kind: said[up * side + across], clear: clear[up * side + across],
  });
  return { side, size, corner };
}

/** A shape for each label, and the border between them, as paths.
 *
 * A border crosses an edge nearer to the corner that is less clear, so a straight one is straight.
 * @param {Land} land */
export function outlines(land) {
  const { side, corner } = cellsOf(land);
  /** @type {Record<string, string>} */
  const shapes = {};
  let border = "";
  const add = (/** @type {string} */ kind, /** @type {string} */ path) => { shapes[kind] = (shapes[kind] ?? "") + path; };
  const at = (/** @type {{x: number, y: number}} */ { x, y }) => `${+x.toFixed(2)} ${+y.toFixed(2)}`;
  for (let up = 0; up < side - 1; up += 1) {
    for (let across = 0, from = 0; across < side - 1; across += 1) {
      const corners = [corner(across, up), corner(across + 1, up), corner(across + 1, up + 1), corner(across, up + 1)];
      const same = (/** @type {number} */ column) =>
        [[0, 0], [1, 0], [0, 1], [1, 1]].every(([dx, dy]) => corner(column + dx, up + dy).kind === corners[0].kind);
      if (same(across)) {
        // Cells in a row that are all of one kind make one strip.
        if (across + 1 < side - 1 && same(across + 1)) continue;
        const [a, b] = [corner(from, up), corner(across + 1, up + 1)];
        add(corners[0].kind, `M${at(a)}H${+b.x.toFixed(2)}V${+b.y.toFixed(2)}H${+a.x.toFixed(2)}Z`);
        from = across + 1;
        continue;
      }
      from = across + 1;
      const edges = corners.map((a, number) => {
        const b = corners[(number + 1) % 4];
        const part = a.kind === b.kind ? 0.5 : a.clear / (a.clear + b.clear);
        return { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y), crossed: a.kind !== b.kind };
      });
      const crossed = edges.filter((edge) => edge.crossed);
      const middle = {
        x: crossed.reduce((sum, edge) => sum + edge.x, 0) / crossed.length,
        y: crossed.reduce((sum, edge) => sum + edge.y, 0) / crossed.length,
      };
      corners.forEach((one, number) => {
        add(one.kind, `M${at(one)}L${at(edges[number])}L${at(middle)}L${at(edges[(number + 3) % 4])}Z`);
      });
      border += crossed.map((edge) => `M${at(edge)}L${at(middle)}`).join("");
    }
  }
  return { shapes, border };
}

/** The label that is predicted at a place, both from 0 to 1.
 * @param {Land} land @param {number} x @param {number} y */
export function saidAt(land, x, y) {
  const { side, corner } = cellsOf(land);
  const [across, up] = [x, y].map((part) => Math.min(side - 2, Math.floor(part * (side - 1))));
  const [dx, dy] = [x * (side - 1) - across, y * (side - 1) - up];
  /** @type {Record<string, number>} */
  const votes = {};
  for (const [right, top] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
    const { kind, clear } = corner(across + right, up + top);
    votes[kind] = (votes[kind] ?? 0) + clear * (right ? dx : 1 - dx) * (top ? dy : 1 - dy);
  }
  return Number(Object.keys(votes).reduce((a, b) => (votes[b] > votes[a] ? b : a)));
}

/** The letter on the mark of each label: the first by which all differ.
 * @param {string[]} names */
export function lettersOf(names) {
  for (let at = 0; at < Math.min(...names.map((name) => name.length)); at += 1) {
    const letters = names.map((name) => name[at].toUpperCase());
    if (new Set(letters).size === names.length) return letters;
  }
  return names.map((_, at) => "ABCD"[at]);
}

/** A mark around its place, as a path: circle, square, triangle, diamond.
 * @param {number} kind @param {number} r */
const mark = (kind, r) => [
  `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  `m${-0.9 * r} ${-0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  `m0 ${-1.2 * r}l${1.2 * r} ${2.1 * r}h${-2.4 * r}z`,
  `m0 ${-1.3 * r}l${1.2 * r} ${1.3 * r}l${-1.2 * r} ${1.3 * r}l${-1.2 * r} ${-1.3 * r}z`,
][kind];
const HATCHES = ["M-1 5L5 -1M-1 1L1 -1M3 5L5 3", "M2 1.6v0.8", "M0 1H4M0 3H4", "M-1 -1L5 5M3 -1L5 1M-1 3L1 5"];

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const { body, on, say, leave } = frame({ model, el });
  const get = (/** @type {string} */ key) => model.get(key);
  const [curve, stepwise, labels] = ["curve", "stepwise", "labels"].map(get);
  /** @type {Side[]} */
  const [wide, high] = get("axes");
  const named = (/** @type {any} */ key, ours = key) => String(get("names")[key] ?? ours);
  const names = labels.map((/** @type {any} */ label) => named(label));
  const letters = lettersOf(names);
  /** A sentence that a board with a curve says in another way.
   * @param {string} key @param {Record<string, any>} [values] */
  const phrase = (key, values) => word(model, curve ? `${key}_curve` : key, values);
  const number = (/** @type {number} */ value, /** @type {number} */ places) => value
    .toLocaleString(`${get("language")}-US`, { minimumFractionDigits: places, maximumFractionDigits: places })
    .replace("-", "\u2212");
  const written = (/** @type {number} */ value, /** @type {Side} */ side) =>
    number(value, Math.max(0, -Math.round(Math.log10(side.step))));
  const point = (/** @type {{x: number, y: number}} */ { x, y }) => ({ x: written(x, wide), y: written(y, high) });
  const place = (/** @type {{x: number, y: number}} */ one) =>
    word(model, "here", { across: wide.name, up: high.name, ...point(one) });

  // The name space of SVG is asked of the browser: it looks like an address, and a view holds none.
  const svgs = new DOMParser().parseFromString("<svg/>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  /** @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string)} children */
  function s(tag, attributes = {}, ...children) {
    const element = document.createElementNS(svgs, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...children);
    return element;
  }
  const part = (/** @type {number} */ value, /** @type {Side} */ side) => (value - side.low) / (side.high - side.low);
  const left = (/** @type {number} */ x) => +(100 * part(x, wide)).toFixed(2);
  const at = (/** @type {{x: number, y: number}} */ one) => `M${left(one.x)} ${top(one.y)}`;
  const top = (/** @type {number} */ y) => +(100 - 100 * part(y, high)).toFixed(2);

  // State of this view alone: where the pointer stands, what a press does, what was done last.
  const pointer = { x: (wide.low + wide.high) / 2, y: (high.low + high.high) / 2 };
  /** @type {{x: number, y: number} | null} the place that was read last */
  let pointed = null;
  let hop = -1;
  let tool = "put0";
  let did = "";
  /** @type {Card[]} */
  let cards = [];
  const first = JSON.stringify(get("settings"));
  let turned = false;
  const unique = `howcome-board-${Math.random().toString(36).slice(2)}`;

  // The board.
  const [land, news, line, marks] = ["land", "news", "line", "marks"].map(() => s("g"));
  // An svg inside another cuts off what leaves it: a curve may run off the board, a card may not.
  const inside = (/** @type {Node[]} */ ...layers) => s("svg", { viewBox: "0 0 100 100", width: 100, height: 100 }, ...layers);
  const cross = s("path", { class: "howcome-board-pointer" });
  const hatches = HATCHES.map((path, kind) => s("pattern", {
    id: `${unique}-${kind}`, width: 4, height: 4, patternUnits: "userSpaceOnUse",
  }, s("path", { d: path, class: `howcome-board-hatch howcome-board-kind-${kind}` })));
  const summary = h("p", { class: "howcome-unseen", id: unique });
  const board = h("div", {
    class: "howcome-board-field", role: "application", tabindex: "0", "aria-describedby": `${unique} ${unique}-keys`,
    "aria-label": word(model, "board", { across: wide.name, up: high.name }),
    onclick: press, onkeydown: key, onpointermove: hover,
    onfocus: () => drawPointer(board.matches(":focus-visible")), onblur: () => drawPointer(false),
  }, s("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" }, s("defs", {}, ...hatches),
    inside(land, s("path", { class: "howcome-board-grid",
      d: [...wide.ticks.map((x) => `M${left(x)} 0V100`), ...high.ticks.map((y) => `M0 ${top(y)}H100`)].join("") })),
    news, inside(line), marks, cross));
  const tick = (/** @type {Side} */ side, /** @type {(value: number) => string} */ where) => side.ticks.map((value) =>
    h("span", { style: where(value) }, number(value, Math.max(...side.ticks.map((one) => (String(one).split(".")[1] ?? "").length)))));
  const reading = h("p", { class: "howcome-board-reading" }, word(model, "point"));

  // What a press does.
  /** @param {string} name @param {any} value @param {(Node | string)[]} text @param {() => void} chosen */
  function radio(name, value, text, chosen) {
    const input = /** @type {HTMLInputElement} */ (h("input", { type: "radio", name, value, onchange: chosen }));
    return { input, value, part: h("label", { class: "howcome-board-choice" }, input, h("span", {}, ...text)) };
  }
  const picture = (/** @type {number} */ kind) => s("svg", {
    viewBox: "-3 -3 6 6", class: "howcome-board-sample", "aria-hidden": "true",
  },
    s("path", { d: `M0 0${mark(kind, 2.3)}`, class: `howcome-board-mark howcome-board-kind-${kind}` }),
    ...(curve ? [] : [s("text", { y: 0.1, "font-size": 3 }, letters[kind])]));
  const tools = [
    ...(curve ? [word(model, "put_curve")] : names).map((/** @type {string} */ name, /** @type {number} */ kind) => [`put${kind}`, name]),
    ...(curve ? [] : [["flip", word(model, "flip")]]), ["take", word(model, "take")],
  ].map(([name, text]) => radio("tool", name, [
    ...(name.startsWith("put") ? [picture(Number(name.slice(3)))] : []), text], () => { tool = name; }));
  tools[0].input.checked = true;
  const group = (/** @type {string} */ legend, /** @type {{part: Node}[]} */ choices) =>
    h("fieldset", { class: "howcome-board-choices" }, h("legend", {}, legend), ...choices.map((one) => one.part));

  // Training, knobs, new cards.
  const button = (/** @type {string} */ key, /** @type {() => void} */ act) =>
    h("button", { type: "button", class: "howcome-button", onclick: act }, word(model, key));
  const step = button("step", () => learn((get("steps") ?? 0) + 1));
  const train = button("train", () => learn(null));
  const test = button("test", () => send(model, { tested: !get("tested") }));
  const learned = h("p", { class: "howcome-board-learned" });
  /** @type {{key: string, choices: {input: HTMLInputElement, value: any, part: Node}[]}[]} */
  const knobs = Object.entries(get("knobs")).map(([key, values]) => ({
    key,
    choices: values.map((/** @type {any} */ value) => radio(key, value,
      [typeof value === "boolean" ? word(model, value ? "yes" : "no") : String(value)],
      () => send(model, { settings: { ...get("settings"), [key]: value } }))),
  }));
  const signs = h("ul", { class: "howcome-board-signs" });

  // What came of it.
  const rows = h("tbody");
  const prompt = h("p", { class: "howcome-prompt" });
  const list = asTable(model, word(model, "table"), [
    word(model, "number"), wide.name, high.name, ...(curve ? [] : [word(model, "kind")]), word(model, "predicted")]);
  list.part.addEventListener("toggle", drawList);

  // A form, for the names of its radio buttons are its own.
  body.append(prompt, h("form", { class: "howcome-board-play", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    group(word(model, "tools"), tools),
    h("div", { class: "howcome-board-picture" }, summary, h("p", { class: "howcome-board-side" }, `\u2191 ${high.name}`),
      h("div", { class: "howcome-board-up", "aria-hidden": "true" }, ...tick(high, (y) => `top: ${top(y)}%`)), board,
      h("div", { class: "howcome-board-across", "aria-hidden": "true" }, ...tick(wide, (x) => `left: ${left(x)}%`)),
      h("p", { class: "howcome-board-side howcome-board-below" }, `${wide.name} \u2192`), reading,
      h("p", { class: "howcome-board-keys", id: `${unique}-keys` }, word(model, "keys"))),
    h("div", { class: "howcome-board-controls" },
      h("div", { class: "howcome-board-buttons" }, ...(stepwise ? [step, train] : []), ...(get("fresh").length ? [test] : [])),
      learned, ...knobs.map(({ key, choices }) => group(named(key, get("words")[`knob_${key}`]), choices)), signs),
    h("table", { class: "howcome-board-errors" }, h("caption", {}, phrase("caption", { target: high.name })),
      h("thead", {}, h("tr", {}, ...["group", "own", "new"].map((key) => h("th", { scope: "col" }, word(model, key))))), rows)),
  list.part);

  /** @param {number | null} steps */
  function learn(steps) {
    const { trained, at, of } = get("result");
    // Pressed faster than the kernel answers, a step follows the one that is on its way.
    if (trained && at < of && !((steps ?? 0) > of)) send(model, { steps });
  }

  /** The card nearest to the pointer, if it is near. */
  function near() {
    const away = (/** @type {Card} */ one) => Math.hypot(left(one.x) - left(pointer.x), top(one.y) - top(pointer.y));
    const found = cards.reduce((/** @type {Card | null} */ best, one) => (!best || away(one) <= away(best) ? one : best), null);
    return found && away(found) <= REACH ? found : null;
  }

  /** Do what is picked, at the pointer. */
  function use() {
    const { x, y } = pointer;
    const added = get("added");
    hop = -1;
    if (tool.startsWith("put")) {
      const label = labels[Number(tool.slice(3))];
      did = curve ? word(model, "did_put_curve", point(pointer)) : word(model, "did_put", { label: named(label) });
      send(model, { added: [...added, curve ? [x, y] : [x, y, label]] });
      return;
    }
    const card = near();
    if (!card) {
      tell(word(model, "no_card"));
      return;
    }
    if (tool === "take") {
      did = word(model, "did_take");
      send(model, card.added ? { added: added.toSpliced(card.at, 1) } : { removed: [...get("removed"), card.at] });
      return;
    }
    const label = labels[(card.kind + 1) % labels.length];
    did = word(model, "did_flip", { label: named(label) });
    send(model, card.added ? { added: added.with(card.at, [card.x, card.y, label]) }
      : { flipped: { ...get("flipped"), [card.at]: label } });
  }

  /** Put the pointer there, onto the finest step of each side. @param {number} x @param {number} y */
  function put(x, y) {
    const tidy = (/** @type {number} */ value, /** @type {Side} */ { low, high: end, step: by }) =>
      Math.max(low, Math.min(end, Number((Math.round(value / by) * by).toFixed(9))));
    pointer.x = tidy(x, wide);
    pointer.y = tidy(y, high);
    pointed = { ...pointer };
  }

  /** @param {{clientX: number, clientY: number}} event */
  function under({ clientX, clientY }) {
    const box = board.getBoundingClientRect();
    return { x: wide.low + ((clientX - box.left - board.clientLeft) / board.clientWidth) * (wide.high - wide.low),
      y: high.high - ((clientY - box.top - board.clientTop) / board.clientHeight) * (high.high - high.low) };
  }

  /** @param {MouseEvent} event */
  function press(event) {
    // A screen reader may press the board as a whole: then the pointer counts.
    if (event.detail > 0) {
      const { x, y } = under(event);
      put(x, y);
      drawPointer(false);
    }
    use();
  }

  /** @param {PointerEvent} event */
  function hover(event) {
    if (event.pointerType !== "mouse") return;
    pointed = under(event);
    reading.textContent = read(pointed);
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = (/** @type {Side} */ side) => ((side.high - side.low) / 40) * (event.shiftKey ? 5 : 1);
    const { x, y } = pointer;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => move(x - by(wide), y), ArrowRight: () => move(x + by(wide), y),
      ArrowUp: () => move(x, y + by(high)), ArrowDown: () => move(x, y - by(high)),
      n: () => jump(1), p: () => jump(-1), PageDown: () => jump(1), PageUp: () => jump(-1),
      Enter: () => use(), " ": () => use(),
    };
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
    drawPointer(true);
  }

  /** @param {number} x @param {number} y */
  function move(x, y) {
    hop = -1;
    put(x, y);
    tell(read(pointer));
  }

  /** To the next card from left to right, or to the last one. @param {number} by */
  function jump(by) {
    if (!cards.length) return;
    const order = cards.map((_, at) => at).sort((a, b) => cards[a].x - cards[b].x || cards[a].y - cards[b].y);
    const beyond = order.findIndex((at) => (cards[at].x - pointer.x || cards[at].y - pointer.y) > 0);
    const start = beyond < 0 ? order.length : beyond;
    hop = hop >= 0 ? hop + by : by > 0 ? start : start - 1;
    hop = (hop + order.length) % order.length;
    const card = cards[order[hop]];
    Object.assign(pointer, { x: card.x, y: card.y });
    pointed = { ...pointer };
    tell(`${read(pointer)} ${readCard(order[hop])}`);
  }

  /** @param {string} sentence */
  function tell(sentence) {
    reading.textContent = sentence;
    say(sentence);
  }

  /** @param {boolean} shown */
  function drawPointer(shown) {
    const [x, y] = [left(pointer.x), top(pointer.y)];
    cross.setAttribute("d", shown ? `M${x - 4} ${y}h8M${x} ${y - 4}v8` : "");
  }

  /** What is predicted there. @param {{x: number, y: number}} one */
  function read(one) {
    const { trained, said, clear, curve: heights } = get("result");
    if (!trained) return word(model, "nothing_here", { place: place(one) });
    const [u, v] = [part(one.x, wide), part(one.y, high)].map((value) => Math.max(0, Math.min(1, value)));
    if (!curve) return word(model, "predicts", { place: place(one), label: names[saidAt({ said, clear }, u, v)] });
    const at = Math.min(heights.length - 2, Math.floor(u * (heights.length - 1)));
    const rest = u * (heights.length - 1) - at;
    return word(model, "predicts_curve", { across: wide.name, x: written(one.x, wide),
      number: `${high.name} ${number(heights[at] * (1 - rest) + heights[at + 1] * rest, 0)}` });
  }

  /** @param {number} at */
  function readCard(at) {
    const card = cards[at];
    if (curve) return word(model, "card_at", point(card));
    const said = saidOf(at);
    return said === null || said === card.kind ? word(model, "card_here", { label: names[card.kind] })
      : word(model, "card_wrong", { label: names[card.kind], said: names[said] });
  }

  /** What was predicted of a card, unless the cards have changed since.
   * @param {number} at @returns {number | null} */
  function saidOf(at) {
    const { own: said } = get("result");
    return said?.length === cards.length ? said[at] : null;
  }

  function drawLand() {
    const { trained, said, clear, curve: heights } = get("result");
    land.replaceChildren();
    let border = "";
    if (trained && curve) {
      // A height far off the board is drawn where it leaves it, so that no number is too large.
      border = heights.map((/** @type {number} */ height, /** @type {number} */ number) => `${number ? "L" : "M"}${
        +((100 * number) / (heights.length - 1)).toFixed(2)} ${Math.max(-5000, Math.min(5000, top(height)))}`).join("");
    } else if (trained) {
      const drawn = outlines({ said, clear });
      border = drawn.border;
      land.append(...Object.entries(drawn.shapes).flatMap(([kind, d]) => [
        s("path", { d, class: `howcome-board-land howcome-board-kind-${kind}` }),
        s("path", { d, fill: `url(#${unique}-${kind})` })]));
    }
    line.replaceChildren(...["halo", "border"].map((look) => s("path", { class: `howcome-board-${look}`, d: border })));
  }

  function drawCards() {
    cards = cardsOf(get("start"), get("removed"), get("flipped"), get("added"), labels);
    const { mistake, own: heights } = get("result");
    const r = cards.length > 40 ? 1.9 : 2.4;
    /** @type {Node[]} */
    const drawn = [];
    if (curve && heights?.length === cards.length) {
      drawn.push(s("path", { class: "howcome-board-off",
        d: cards.map((one, number) => `${at(one)}V${Math.max(-2, Math.min(102, top(heights[number])))}`).join("") }));
    }
    cards.forEach((one, number) => {
      const wrong = !curve && saidOf(number) !== null && saidOf(number) !== one.kind;
      const add = (/** @type {string} */ look, /** @type {string} */ shape) =>
        drawn.push(s("path", { class: `howcome-board-${look}`, d: at(one) + shape }));
      if (wrong) add("wrong", mark(0, r + 1));
      if (number === mistake && get("steps") !== null) add("last", mark(0, r + 1.6));
      add(`mark howcome-board-kind-${one.kind}`, mark(one.kind, r));
      if (!curve) drawn.push(s("text", { x: left(one.x), y: top(one.y) + 0.1, "font-size": 1.4 * r }, letters[one.kind]));
    });
    marks.replaceChildren(...drawn);
    drawList();
  }

  function drawNew() {
    /** @type {any[][]} */
    const fresh = get("tested") ? get("fresh") : [];
    const kinds = fresh.map((one) => Math.max(0, labels.indexOf(one[2])));
    /** @type {number[]} */
    const said = get("result").new ?? [];
    const all = (/** @type {(number: number) => boolean} */ some, /** @type {string} */ sign) => fresh
      .map(([x, y], number) => (some(number) ? at({ x, y }) + sign : "")).join("");
    news.replaceChildren(
      ...[...new Set(kinds)].map((kind) => s("path", { class: `howcome-board-new howcome-board-kind-${kind}`,
        d: all((number) => kinds[number] === kind, mark(kind, 0.9)) })),
      s("path", { class: "howcome-board-crossed", d: curve || !said.length ? ""
        : all((number) => said[number] !== kinds[number], "m-1.7 -1.7l3.4 3.4m0 -3.4l-3.4 3.4") }));
  }

  function drawList() {
    if (!(/** @type {HTMLDetailsElement} */ (list.part).open)) return;
    list.draw(cards.map((card, at) => {
      const { x, y } = point(card);
      const said = saidOf(at);
      const shown = said === null ? "\u2013" : curve ? number(said, 1) : names[said];
      return [at + 1, x, y, ...(curve ? [] : [names[card.kind]]), shown];
    }));
  }

  function drawRows() {
    const { rows: found } = get("result");
    const most = curve
      ? Math.max(...found.flatMap((/** @type {any} */ row) => [row.own_error ?? 0, row.new_error ?? 0]), 1e-9) : 1;
    const cell = (/** @type {any} */ row, /** @type {"own" | "new"} */ side) => {
      const off = row[`${side}_error`];
      if (side === "new" && !get("tested")) {
        return h("td", {}, h("span", { "aria-hidden": "true" }, "?"), h("span", { class: "howcome-unseen" }, word(model, "untried")));
      }
      if (off === null) return h("td", {}, "\u2013");
      const some = { wrong: Math.round(off * row[side]), count: row[side] };
      return h("td", {}, h("b", {}, curve ? number(off, 1) : word(model, "percent", { number: Math.round(100 * off) })),
        ...(curve ? [] : [" ", h("span", { class: "howcome-board-of" }, word(model, "of", some))]),
        h("div", { class: `howcome-bar howcome-board-bar howcome-board-bar-${side}`, "aria-hidden": "true",
          style: `inline-size: ${(100 * off) / most}%` }));
    };
    rows.replaceChildren(...found.map((/** @type {any} */ row) => h("tr", { class: row.group === "overall" ? "howcome-whole" : null },
      h("th", { scope: "row" }, row.group === "overall" ? word(model, "overall") : named(row.group)), cell(row, "own"), cell(row, "new"))));
  }

  function drawPrompt() {
    const { trained, at, of, rows: found } = get("result");
    const edited = get("added").length + get("removed").length + Object.keys(get("flipped")).length > 0;
    turned = turned || JSON.stringify(get("settings")) !== first;
    const next = !trained ? phrase("too_few")
      : stepwise && at === 0 ? word(model, "first_step")
      : stepwise && at < of ? word(model, "next_step")
      : get("fresh").length && !get("tested") ? phrase("try_new")
      : knobs.length && !turned ? word(model, "turn")
      : edited ? word(model, "free") : phrase("change");
    prompt.textContent = get("ask") || next;
    const wrong = trained && found[found.length - 1].own_error > 0;
    const last = stepwise && trained && at > 0 && get("steps") !== null;
    learned.textContent = !stepwise || !trained ? "" : last && at < of ? sentenceOf(at)
      : word(model, at < of ? "learned_from" : wrong ? "learned_stopped" : "learned_all", { at, of });
    for (const one of [step, train]) one.setAttribute("aria-disabled", String(!trained || at >= of));
    test.setAttribute("aria-pressed", String(get("tested")));
    const shown = [
      wrong && (curve ? "key_off" : "key_wrong"), last && "key_last",
      get("tested") && "key_new", get("tested") && !curve && "key_crossed"].filter(Boolean);
    signs.replaceChildren(...shown.map((sign) => h("li", {}, word(model, String(sign)))));
    for (const { key: name, choices } of knobs) {
      choices.forEach(({ input, value }) => { input.checked = get("settings")[name] === value; });
    }
  }

  /** Which card was wrong in the last step. @param {number} at */
  function sentenceOf(at) {
    const card = cards[get("result").mistake];
    return card ? word(model, "mistake", { at, place: place(card), label: names[card.kind] }) : "";
  }

  let drawn = false;
  let before = get("result").at;
  on(["added", "removed", "flipped"], drawCards);
  on(["tested", "settings", "ask"], () => {
    drawNew();
    drawRows();
    drawPrompt();
  });
  on(["result"], () => {
    const { at, heard } = get("result");
    drawLand();
    drawNew();
    drawCards();
    drawRows();
    drawPrompt();
    summary.textContent = `${get("result").summary} ${heard}`;
    if (pointed) reading.textContent = read(pointed);
    if (drawn) say(`${did || (at && at !== before ? learned.textContent : "")} ${heard}`.trim());
    did = "";
    before = at;
    drawn = true;
  });
  on(["problem"], () => { did = ""; });
  return leave;
}

export default { render };
