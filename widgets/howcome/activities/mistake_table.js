// @ts-check
import { dotPicture, frame, grid, h, send, word } from "./shared.js";

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const { body, on, say, leave } = frame({ model, el });
  const name = (/** @type {string} */ key) => model.get("names")[key] ?? key;
  const percent = (/** @type {number} */ share, least = 1) => word(model, "percent", {
    number: (100 * share).toLocaleString(`${model.get("language")}-US`, {
      minimumFractionDigits: least, maximumFractionDigits: 1,
    }),
  });
  /** @param {any} pair */
  const words = (pair) => ({ truth: name(pair.truth), predicted: name(pair.predicted) });
  const right = (/** @type {any} */ pair) => pair.truth === pair.predicted;
  const isOpened = (/** @type {string} */ group, /** @type {any} */ pair) =>
    model.get("opened").join("\n") === [group, pair.truth, pair.predicted].join("\n");

  // Whether the list is shown is the view's own affair: closing it does not take the answer back.
  let shown = model.get("opened").length > 0;
  /** @type {{group: string, pair: any, button: HTMLElement}[]} */
  let cells = [];

  const table = h("div");
  const heading = h("p", { class: "howcome-mistakes-heading" });
  const list = h("ul", { class: "howcome-mistakes-cards" });
  const upTo = h("p", { class: "howcome-mistakes-upto" });
  const more = h("button", {
    type: "button", class: "howcome-button",
    onclick: () => send(model, { first: list.children.length }, { settle: false }),
  });
  const close = h("button", { type: "button", class: "howcome-button", onclick: shut },
    word(model, "close"));
  const panel = h("div", { class: "howcome-mistakes-panel", role: "group", hidden: true },
    h("div", { class: "howcome-mistakes-top" }, heading, close), list, upTo, more);
  const last = h("p", { class: "howcome-mistakes-last" });

  const shares = Object.entries(model.get("shares"));
  const weighed = h("p", { hidden: !shares.length }, word(model, "weighed", {
    shares: shares.map(([group, share]) => `${name(group)} ${percent(share, 0)}`).join(", "),
  }));

  body.append(
    h("p", { class: "howcome-prompt" }, model.get("ask") || word(model, "ask")),
    table, weighed, panel, last,
  );

  /** @param {string} group @param {any} pair */
  function toggle(group, pair) {
    if (!isOpened(group, pair)) {
      shown = true;
      send(model, { opened: [group, pair.truth, pair.predicted] });
    } else if (shown) {
      shut();
    } else {
      shown = true;
      draw();
      tell();
    }
  }

  function shut() {
    shown = false;
    draw();
    say(word(model, "closed"));
    cells.find(({ group, pair }) => isOpened(group, pair))?.button.focus();
  }

  /** @param {any} pair */
  function head(pair) {
    const sentence = word(model, right(pair) ? "right_pair" : "wrong_pair", words(pair));
    return h("th", { scope: "col", role: "columnheader" },
      ...(pair.term ? [h("span", { class: "howcome-mistakes-kind" }, word(model, pair.term))] : []),
      h("span", {}, sentence),
      ...(pair.term && model.get("terms")
        ? [h("i", { class: "howcome-mistakes-term" }, word(model, `${pair.term}_term`))] : []));
  }

  /** @param {string} group @param {any} pair @param {number} count */
  function cell(group, pair, count) {
    const kind = (pair.term ? `${word(model, pair.term)}: ` : "")
      + word(model, right(pair) ? "right_pair" : "wrong_pair", words(pair));
    const look = count === 0 ? "howcome-mistakes-none" : right(pair) ? "" : "howcome-mistakes-wrong";
    const button = h("button", {
      type: "button",
      class: `howcome-button howcome-mistakes-count ${look}`,
      onclick: () => toggle(group, pair),
    },
      h("span", { class: "howcome-unseen" }, `${name(group)}. `),
      h("span", { class: "howcome-mistakes-way" }, `${kind} `),
      h("b", {}, String(count)),
      h("span", { class: "howcome-unseen" }, ` ${word(model, count === 1 ? "card" : "cards")}`));
    cells.push({ group, pair, button });
    return h("td", { role: "cell" }, button);
  }

  /** @param {any[]} children */
  const tr = (className = "", ...children) => h("tr", { role: "row", class: className || null }, ...children);
  const errorOf = (/** @type {number} */ share) => h("td", { role: "cell", class: "howcome-mistakes-error" },
    h("span", { class: "howcome-mistakes-way" }, `${word(model, "wrong")} `), h("b", {}, percent(share)));

  on(["rows", "names"], () => {
    const pairs = model.get("pairs");
    const rows = model.get("rows");
    cells = [];
    const whole = pairs.map((/** @type {any} */ pair, /** @type {number} */ at) => {
      const sum = rows.reduce((/** @type {number} */ all, /** @type {any} */ row) => all + row.counts[at], 0);
      return h("td", { role: "cell", class: "howcome-mistakes-sum" },
        h("span", { class: "howcome-mistakes-way" },
          `${word(model, right(pair) ? "right_pair" : "wrong_pair", words(pair))} `), String(sum));
    });
    const drawn = h("table", {
      role: "table", class: "howcome-mistakes-table",
    },
      h("caption", {}, word(model, "caption")),
      h("thead", { role: "rowgroup" }, tr("",
        h("th", { scope: "col", role: "columnheader" }, word(model, "group")),
        ...pairs.map(head),
        h("th", { scope: "col", role: "columnheader", class: "howcome-mistakes-error" }, word(model, "wrong")))),
      h("tbody", { role: "rowgroup" },
        ...rows.map((/** @type {any} */ row) => tr("",
          h("th", { scope: "row", role: "rowheader" }, name(row.group)),
          ...pairs.map((/** @type {any} */ pair, /** @type {number} */ at) => cell(row.group, pair, row.counts[at])),
          errorOf(row.error))),
        tr("howcome-whole", h("th", { scope: "row", role: "rowheader" }, word(model, "overall")),
          ...whole, errorOf(model.get("overall")))));
    grid(drawn);
    // Too many columns for a line: each group becomes a block, as on a narrow page.
    table.classList.toggle("howcome-mistakes-many", pairs.length > 4);
    table.replaceChildren(drawn);
    draw();
  });

  /** @param {any} card */
  function item(card) {
    /** @type {(Node | string)[]} */
    const lines = [h("b", {}, card.name),
      h("span", {}, word(model, "was", { truth: card.truth })),
      h("span", {}, word(model, "said", { predicted: card.predicted }))];
    if ("sure" in card) lines.push(h("span", {}, word(model, "sure", { sure: card.sure })));
    for (const [key, value] of card.fields) lines.push(h("span", {}, `${key}: ${value}`));
    const picture = card.picture
      ? [dotPicture(card.picture, word(model, "picture_of", { name: card.name }))] : [];
    return h("li", {}, ...picture, h("div", {}, ...lines));
  }

  on(["cards"], () => {
    const { start, items } = model.get("cards");
    if (start === 0) list.replaceChildren();
    // A second view that joins late has no first page yet: it starts there.
    if (start > list.children.length) {
      send(model, { first: 0 }, { settle: false });
      return;
    }
    const fresh = items.map(item);
    list.append(...fresh);
    draw();
    if (start > 0) {
      fresh[0].tabIndex = -1;
      fresh[0].focus();
    }
    tell();
  });

  function draw() {
    const opened = model.get("opened");
    for (const { group, pair, button } of cells) {
      const mine = isOpened(group, pair);
      button.setAttribute("aria-expanded", String(mine && shown));
      button.classList.toggle("howcome-mistakes-mine", mine);
    }
    panel.hidden = !shown || !opened.length;
    last.textContent = panel.hidden && opened.length ? word(model, "last", { cell: sentence() }) : "";
    if (panel.hidden) return;
    const { of } = model.get("cards");
    heading.textContent = sentence();
    panel.setAttribute("aria-label", sentence());
    const here = list.children.length;
    upTo.textContent = of === 0 ? word(model, "nobody") : here < of ? word(model, "up_to", { here, of }) : "";
    more.hidden = here >= of;
    more.textContent = word(model, "more", { count: Math.min(24, of - here) });
  }

  function sentence() {
    const [group, truth, predicted] = model.get("opened").map(name);
    return word(model, "last_opened", { group, truth, predicted, count: model.get("cards").of });
  }

  function tell() {
    if (!panel.hidden) say(`${sentence()} ${upTo.textContent}`);
  }

  on(["opened"], () => {
    shown = shown && model.get("opened").length > 0;
    draw();
  });

  panel.parentElement?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    shut();
  });

  return leave;
}

export default { render };
