// @ts-check
import { choiceBoxes, textArea, typing } from "./forms.js";
import { frame, h, word } from "./shared.js";

/** @typedef {{name: string, kind: string, choices: [string, string][], numbers: string}} Field */
/** @typedef {{part: string, look: string, fields: Field[]}} Part */
/** @typedef {{name: string, said: string, value: string, error: boolean}} Fact */
/** @typedef {{part: string, rows: string[][], lines: string[], note: string}} Section */

/**
 * A text with a piece put in where the caret was, spaces around it; null where there is no room.
 * @param {string} text @param {number} from @param {number} to @param {string} piece @param {number} limit
 */
export function put(text, from, to, piece, limit) {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const start = `${before}${/[^\s(“"«¿¡]$/.test(before) ? " " : ""}${piece}`;
  const whole = `${start}${/^[^\s.,;:!?)”"»]/.test(after) && !/\s$/.test(start) ? " " : ""}${after}`;
  return whole.length > limit ? null : { text: whole, caret: start.length };
}

/**
 * The part to open after this one: the next that is still open, else the first; null if there is none.
 * @param {string[]} parts @param {string[]} open @param {string} here
 */
export function after(parts, open, here) {
  const at = parts.indexOf(here);
  return [...parts.slice(at + 1), ...parts.slice(0, at)].find((part) => open.includes(part)) ?? null;
}

/**
 * The parts that still want an answer. What the kernel has not read yet is written when it is not
 * empty: who types fast and presses "Next part" must not be sent back to what was just written.
 * @param {Part[]} parts
 * @param {{open: string[], of: Record<string, any>}} result what the kernel said of the answers `of`
 * @param {Record<string, any>} fields the answers now
 */
export function stillOpen(parts, { open, of }, fields) {
  const unread = (/** @type {Field} */ { name }) =>
    JSON.stringify(of[name]) !== JSON.stringify(fields[name]);
  return parts.filter(({ part, fields: asked }) => (asked.some(unread)
    ? asked.some(({ name }) => !fields[name]?.length) : open.includes(part))).map(({ part }) => part);
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const kind = model.get("kind");
  const limit = model.get("limit");
  const unique = `howcome-card-${Math.random().toString(36).slice(2)}`;
  /** @type {string[]} */
  const names = model.get("parts").map((/** @type {Part} */ { part }) => part);
  const question = (/** @type {string} */ part) => word(model, `${kind}_${part}_q`);
  const lookAt = (/** @type {string} */ part) =>
    model.get("parts")[names.indexOf(part)].look || word(model, `${kind}_${part}_look`);
  const asRead = (/** @type {Section} */ { part, rows, lines }) =>
    [word(model, `${kind}_${part}`), ...rows.map((row) => row.join(" ")), ...lines];
  const { answer, type, rest } = typing(model, "fields");
  /** @type {string | null} */
  let here = model.get("result").open[0] ?? null;
  const prompt = h("p", { class: "howcome-prompt" });
  const { root, body, on, say, leave } = frame({ model, el }, {
    aloud: () => (here ? [question(here), lookAt(here)] : model.get("result").sections.flatMap(asRead)),
  });
  const named = (/** @type {Fact} */ { said, value, error }) =>
    word(model, error && kind === "model" ? "error" : "number", { name: said, value });
  /** @param {string} label @param {...HTMLElement} buttons */
  const row = (label, ...buttons) =>
    h("div", { class: "howcome-card-row", role: "group", "aria-label": label }, ...buttons);
  /** @param {string} text @param {() => void} onclick */
  const button = (text, onclick) => h("button", { type: "button", class: "howcome-button", onclick }, text);

  /** A text, ways to begin it, and the measured numbers to write in.
   * @param {Part} part @param {Field} field @param {string} label */
  function textField({ part }, { name, numbers }, label) {
    const text = textArea(model, { label, limit, rest, type: (words) => type(name, words) });
    /** @param {string} piece @param {string} [news] */
    function insert(piece, news) {
      const { area } = text;
      const now = put(area.value, area.selectionStart, area.selectionEnd, piece, limit);
      area.focus();
      if (!now) {
        tell(part, word(model, "no_room"));
        return;
      }
      area.value = now.text;
      area.setSelectionRange(now.caret, now.caret);
      area.dispatchEvent(new Event("input"));
      if (news) say(news);
    }
    const starts = [1, 2].map((at) => `${kind}_${name}_start${at}`).filter((key) => key in model.get("words"));
    const begin = row(word(model, "begin"), h("span", { "aria-hidden": "true" }, word(model, "begin")),
      ...starts.map((key) => button(word(model, key), () => insert(`${word(model, key).replace(/\s*…$/, "")} `))));
    begin.hidden = !starts.length;
    const chips = row(word(model, "numbers"));
    const measured = h("div", {}, h("p", { "aria-hidden": "true" }, word(model, "numbers")), chips);
    on(["measured"], () => {
      // How many examples there were is no share.
      const facts = model.get("measured").filter((/** @type {Fact} */ { error }) =>
        numbers === "all" || (numbers && !error));
      chips.replaceChildren(...facts.map((/** @type {Fact} */ fact) => button(named(fact),
        () => insert(fact.value, word(model, "put_in", { value: fact.value })))));
      measured.hidden = !facts.length;
    });
    return {
      part: h("div", {}, begin, text.part, measured),
      write: text.write,
    };
  }

  /** @param {Section} section */
  const errorTable = ({ rows }) => (rows.length ? [h("table", {},
    h("thead", {}, h("tr", {}, ...["group", "wrong"].map((head) =>
      h("th", { scope: "col" }, word(model, head))))),
    h("tbody", {}, ...rows.map(([name, value]) =>
      h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value)))))] : []);

  /** The measured errors: a pressed number is on the card. @param {string} name */
  function errorField(name) {
    const chips = row(question("errors"));
    const table = h("div");
    const none = h("p", {}, word(model, "no_numbers"));
    /** @returns {string[]} */
    const chosen = () => model.get("fields")[name] ?? [];
    /** @param {string} one */
    const turn = (one) => answer(name, chosen().includes(one)
      ? chosen().filter((other) => other !== one) : [...chosen(), one]);
    const write = () => chips.querySelectorAll("button").forEach((chip) =>
      chip.setAttribute("aria-pressed", String(chosen().includes(chip.value))));
    on(["measured"], () => {
      const facts = model.get("measured").filter((/** @type {Fact} */ { error }) => error);
      chips.replaceChildren(...facts.map((/** @type {Fact} */ fact) => {
        const chip = button(named(fact), () => turn(fact.name));
        chip.setAttribute("value", fact.name);
        return chip;
      }));
      none.hidden = facts.length > 0;
      write();
    });
    on(["result"], () => {
      table.replaceChildren(...errorTable(model.get("result").sections[names.indexOf("errors")]));
    });
    return { part: h("div", {}, chips, none, table), write };
  }

  /** @param {Part} part @param {Field} field @param {boolean} first */
  function inputFor(part, field, first) {
    const { name, kind: way, choices } = field;
    const label = first ? question(part.part) : word(model, `${name}_label`);
    const input = way === "text" ? textField(part, field, label)
      : way === "errors" ? errorField(name)
        : choiceBoxes({
          group: `${unique}-${name}`, several: way === "several",
          choices: choices.map(([one, text]) => [one, text || word(model, `${name}_${one}`)]),
          pick: (chosen) => answer(name, chosen),
        });
    const shown = first ? [] : [h("p", { class: "howcome-card-label", "aria-hidden": "true" }, label)];
    return { name, write: input.write, part: h("div", {}, ...shown, input.part) };
  }

  const parts = model.get("parts").map((/** @type {Part} */ one) => {
    const { part } = one;
    const look = h("p", { class: "howcome-card-look", id: `${unique}-${part}` },
      h("b", {}, word(model, "look_here")), " ", lookAt(part));
    const fields = one.fields.map((field, at) => inputFor(one, field, at === 0));
    const state = h("span", { class: "howcome-card-state" });
    const head = h("button", {
      type: "button", class: "howcome-card-head", onclick: () => show(here === part ? null : part),
    }, h("span", {}, word(model, `${kind}_${part}`)), " ", state);
    const next = button("", () => goOn(part));
    const edit = h("fieldset", { class: "howcome-card-edit", "aria-describedby": look.id },
      h("legend", {}, question(part)), look, ...fields.map((field) => field.part));
    const reads = h("div", { class: "howcome-card-reads" });
    const note = h("p", { class: "howcome-card-note" });
    const item = h("li", { class: "howcome-card-part" }, head, edit, reads, note, next);
    return { part, item, head, state, edit, reads, note, next, fields };
  });

  /** @typedef {typeof parts[number]} Drawn */
  const at = (/** @type {string} */ part) => /** @type {Drawn} */ (parts[names.indexOf(part)]);
  const title = word(model, `${kind}_card`, { about: model.get("about") });
  const paper = h("section", { class: "howcome-card-paper", "aria-label": title },
    h("p", { class: "howcome-card-title" }, title),
    // "list" again, for a list without marks is none to some screen readers
    h("ol", { role: "list" }, ...parts.map((/** @type {Drawn} */ { item }) => item)));
  body.append(prompt, paper);

  /** Say what is next: the part that is being written, or else the first that is still open. */
  function guide() {
    const { open } = model.get("result");
    const next = here && open.includes(here) ? here : open[0];
    prompt.textContent = !next ? word(model, "complete") : word(model, "next", {
      done: names.length - open.length, all: names.length, part: word(model, `${kind}_${next}`),
    });
  }

  /** Open one part of the card, or none, and close the others. @param {string | null} part */
  function show(part) {
    rest();
    here = part;
    for (const one of parts) {
      const open = one.part === here;
      one.head.setAttribute("aria-expanded", String(open));
      one.edit.hidden = one.next.hidden = !open;
      one.reads.hidden = open;
    }
    guide();
  }

  /** @param {string} part the one that is done */
  function goOn(part) {
    rest();
    const next = after(names, stillOpen(model.get("parts"), model.get("result"), model.get("fields")), part);
    show(next);
    (next ? at(next).edit.querySelector("textarea, input, [aria-pressed]") : at(part).head).focus();
    say(prompt.textContent ?? "");
  }

  /** @param {string} part @param {string} sentence */
  function tell(part, sentence) {
    at(part).note.textContent = sentence;
    say(sentence);
  }

  paper.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !here) return;
    event.preventDefault();
    event.stopPropagation();
    const { head } = at(here);
    show(null);
    head.focus();
  });
  // Before JupyterLab saves at Ctrl+S, what is being typed is kept.
  root.addEventListener("keydown", (event) => { if (event.ctrlKey || event.metaKey) rest(); });

  on(["fields"], () => {
    for (const one of parts) for (const { name, write } of one.fields) write(model.get("fields")[name]);
  });

  let told = "";
  on(["result"], () => {
    const { sections, open, begun } = model.get("result");
    sections.forEach((/** @type {Section} */ section, /** @type {number} */ index) => {
      const { part, state, reads, note, next } = parts[index];
      const done = !open.includes(part);
      state.textContent = done ? `✓ ${word(model, "written")}` : word(model, "open");
      reads.replaceChildren(...errorTable(section), ...section.lines.map((line) => h("p", {}, line)));
      note.textContent = section.note;
      next.textContent = word(model, after(names, open, part) ? "next_part" : "read");
    });
    guide();
    // After "Start again" the first part waits again.
    if (!begun && here !== names[0] && !paper.contains(document.activeElement)) show(names[0]);
    // Said when a part is done or a sentence about it is new, not at every letter.
    const news = `${here ? at(here).note.textContent : ""} ${prompt.textContent}`.trim();
    if (told && told !== news) say(news);
    told = news;
  });
  show(here);

  return () => {
    rest();
    leave();
  };
}

export default { render };
