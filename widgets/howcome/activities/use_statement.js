// @ts-check
import { frame, h, send, word } from "./shared.js";

/** @typedef {{name: string, kind: string, choices: string[]}} Field */
/** @typedef {{step: string, fields: Field[]}} Step */

const PAUSE = 800; // ms without a key: then what was typed is a step that is done
const OPTIONAL = ["version", "title", "link"];
const ALWAYS = ["used", "signed"]; // what somebody who used no AI is asked

/** Whether something has been answered. @param {any} answer */
const has = (answer) => (Array.isArray(answer) ? answer.length > 0 : Boolean(answer));

/**
 * The steps that are on the page: one question at a time, and all that were answered before.
 * @param {Step[]} steps
 * @param {Record<string, any>} fields
 */
export function open(steps, fields) {
  const asked = steps.filter(({ step }) => fields.used !== "none" || ALWAYS.includes(step));
  const done = (/** @type {Step} */ { fields: parts }) =>
    parts.every(({ name }) => OPTIONAL.includes(name) || has(fields[name]));
  const next = asked.findIndex((step) => !done(step));
  return asked.filter((step, at) => next < 0 || at <= next
    || step.fields.some(({ name }) => has(fields[name]))).map(({ step }) => step);
}

/**
 * A citation as runs of text, every other one in italics.
 * @param {string} text with *italics*
 */
export function runs(text) {
  return text.split("*").map((run, at) => ({ run, italic: at % 2 === 1 }));
}

/**
 * The choices after one was pressed: "nobody" stands alone.
 * @param {string[]} chosen @param {string} one @param {boolean} on
 */
export function choose(chosen, one, on) {
  if (!on) return chosen.filter((other) => other !== one);
  return one === "none" ? ["none"] : [...chosen.filter((other) => other !== "none"), one];
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  /** @type {Step[]} */
  const steps = model.get("steps");
  const { root, body, on, say, leave } = frame({ model, el });
  const level = model.get("level");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {Record<string, any>} */
  let typed = {};

  /** @param {string} name @param {any} answer */
  function answer(name, answer) {
    clearTimeout(pause);
    send(model, { fields: { ...model.get("fields"), ...typed, [name]: answer } });
    typed = {};
  }

  /** Show what is being typed at once; it is a step when the hand rests.
   * @param {string} name @param {string} text */
  function type(name, text) {
    typed[name] = text;
    send(model, { fields: { ...model.get("fields"), ...typed } }, { settle: false });
    clearTimeout(pause);
    pause = setTimeout(rest, PAUSE);
  }

  function rest() {
    clearTimeout(pause);
    const [name] = Object.keys(typed);
    if (name) answer(name, typed[name]);
  }

  const label = (/** @type {string} */ name) => word(model, `name_${name}`);
  /** @type {Record<string, (field: Field, question: string) => {part: HTMLElement, write: (answer: any) => void}>} */
  const inputs = {
    one: ({ name, choices }) => options(name, choices, false),
    several: ({ name, choices }) => options(name, choices, true),
    check({ name }) {
      const box = /** @type {HTMLInputElement} */ (h("input", {
        type: "checkbox", onchange: () => answer(name, box.checked),
      }));
      return {
        part: h("div", {}, h("label", { class: "howcome-use-choice" }, box, h("span", {}, word(model, "sign_box")))),
        write: (value) => { box.checked = value === true; },
      };
    },
    date({ name }) {
      const input = /** @type {HTMLInputElement} */ (h("input", {
        type: "date", onchange: () => answer(name, input.value),
      }));
      return {
        part: h("label", { class: "howcome-use-field" }, h("span", {}, label(name)), input),
        write: (value) => { input.value = value ?? ""; },
      };
    },
    text({ name }) {
      const input = /** @type {HTMLInputElement} */ (h("input", {
        type: "text", maxlength: model.get("limit"), autocomplete: "off", spellcheck: "false",
        oninput: () => type(name, input.value), onblur: rest,
      }));
      return {
        part: h("label", { class: "howcome-use-field" }, h("span", {}, label(name)), input),
        write: (value) => { if (document.activeElement !== input) input.value = value ?? ""; },
      };
    },
    long({ name }, question) {
      const limit = model.get("limit");
      const left = h("span", { class: "howcome-use-left", "aria-hidden": "true" });
      const count = () => { left.textContent = word(model, "left", { left: limit - area.value.length }); };
      const area = /** @type {HTMLTextAreaElement} */ (h("textarea", {
        // A spelling check may send what is typed to the browser's maker.
        rows: 2, maxlength: limit, autocomplete: "off", spellcheck: "false", "aria-label": question,
        oninput: () => { count(); type(name, area.value); }, onblur: rest,
      }));
      return {
        part: h("div", { class: "howcome-use-field" }, area, left),
        write: (value) => {
          if (document.activeElement !== area) area.value = value ?? "";
          count();
        },
      };
    },
  };

  /** @param {string} name @param {string[]} choices @param {boolean} several */
  function options(name, choices, several) {
    const chosen = () => [model.get("fields")[name] ?? []].flat();
    const boxes = choices.map((one) => /** @type {HTMLInputElement} */ (h("input", {
      type: several ? "checkbox" : "radio", name, value: one,
      onchange: (/** @type {Event} */ event) => {
        const { checked } = /** @type {HTMLInputElement} */ (event.target);
        answer(name, several ? choose(chosen(), one, checked) : one);
      },
    })));
    const part = h("div", { class: "howcome-use-choices" }, ...choices.map((one, at) =>
      h("label", { class: "howcome-use-choice" }, boxes[at],
        h("span", {}, word(model, `${name}_${one}`)))));
    return {
      part,
      write: (/** @type {any} */ value) => boxes.forEach((box) => {
        box.checked = [value ?? []].flat().includes(box.value);
      }),
    };
  }

  const parts = steps.map(({ step, fields }) => {
    const question = word(model, `q_${step}`);
    const asked = fields.map((field) => ({ name: field.name, ...inputs[field.kind](field, question) }));
    const notes = `note_${step}` in model.get("words")
      ? [h("p", { class: "howcome-use-note" }, word(model, `note_${step}`))] : [];
    const part = h("fieldset", { class: "howcome-use-step" },
      h("legend", {}, question), ...notes,
      h("div", { class: "howcome-use-parts" }, ...asked.map((one) => one.part)));
    return { step, part, asked };
  });

  const prompt = h("p", { class: "howcome-prompt" });
  const talk = h("p", { class: "howcome-use-talk" }, word(model, "talk"));
  const statement = h("p");
  const cited = h("p");
  const teacher = h("p", {}, word(model, "teacher_line"));
  const missing = h("p", { class: "howcome-use-missing" });
  body.append(
    h("p", {}, word(model, "says_work", { work: model.get("work") }), " ",
      level ? word(model, "level_is", { level: `${level}, ${word(model, `level_${level}`)}` }) : ""),
    prompt,
    // A form of its own: else two statements on one page would share their radio buttons.
    h("form", { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      ...parts.map(({ part }) => part)), talk,
    h("section", { class: "howcome-use-paper", "aria-label": word(model, "your_statement") },
      h("p", { class: "howcome-use-head" }, word(model, "your_statement")), statement, cited, teacher, missing),
  );
  // Before JupyterLab saves at Ctrl+S, what is being typed is kept.
  root.addEventListener("keydown", (event) => { if (event.ctrlKey || event.metaKey) rest(); });

  on(["fields"], () => {
    const fields = model.get("fields");
    const shown = open(steps, fields);
    for (const { step, part, asked } of parts) {
      // The question that somebody stands in stays, even if they empty it.
      part.hidden = !shown.includes(step) && !part.contains(document.activeElement);
      for (const { name, write } of asked) write(fields[name]);
    }
  });

  let told = "";
  on(["result"], () => {
    const { statement: text, citations, missing: open, begun, talk: spoken } = model.get("result");
    statement.textContent = text || word(model, "empty");
    const style = model.get("fields").style;
    cited.replaceChildren(...(citations[style] ? runs(citations[style]).map(({ run, italic }) =>
      (italic ? h("em", {}, run) : run)) : []));
    teacher.hidden = model.get("band") !== "high" || !text;
    talk.hidden = !spoken;
    missing.textContent = !begun ? "" : open.length
      ? word(model, "missing", { fields: open.join(", ") }) : word(model, "complete");
    const next = parts.filter(({ part }) => !part.hidden).at(-1);
    prompt.textContent = begun && !open.length ? word(model, "complete")
      : next ? word(model, "next", { question: word(model, `q_${next.step}`) }) : "";
    // Said when a question is done, not at every letter.
    if (told && told !== prompt.textContent) say(`${prompt.textContent} ${spoken ? talk.textContent : ""}`.trim());
    told = prompt.textContent ?? "";
  });

  return () => {
    rest();
    leave();
  };
}

export default { render };
