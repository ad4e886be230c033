// @ts-check
import { choiceBoxes, textArea, typing } from "./forms.js";
import { frame, h, word } from "./shared.js";

/** @typedef {{name: string, kind: string, choices: string[]}} Field */
/** @typedef {{step: string, fields: Field[]}} Step */

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
 * @param {string[]} chosen all that are on now @param {string} pressed
 */
export function choose(chosen, pressed) {
  if (!chosen.includes(pressed)) return chosen;
  return pressed === "none" ? ["none"] : chosen.filter((other) => other !== "none");
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  /** @type {Step[]} */
  const steps = model.get("steps");
  const { root, body, on, say, leave } = frame({ model, el });
  const level = model.get("level");
  const { answer, type, rest } = typing(model, "fields");
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
        part: h("div", {}, h("label", { class: "howcome-form-choice" }, box, h("span", {}, word(model, "sign_box")))),
        write: (value) => { box.checked = value === true; },
      };
    },
    date({ name }) {
      const input = /** @type {HTMLInputElement} */ (h("input", {
        type: "date", onchange: () => answer(name, input.value),
      }));
      return {
        part: h("label", { class: "howcome-form-field" }, h("span", {}, label(name)), input),
        write: (value) => { input.value = value ?? ""; },
      };
    },
    text({ name }) {
      const input = /** @type {HTMLInputElement} */ (h("input", {
        type: "text", maxlength: model.get("limit"), autocomplete: "off", spellcheck: "false",
        oninput: () => type(name, input.value), onblur: rest,
      }));
      return {
        part: h("label", { class: "howcome-form-field" }, h("span", {}, label(name)), input),
        write: (value) => { if (document.activeElement !== input) input.value = value ?? ""; },
      };
    },
    long({ name }, question) {
      const limit = model.get("limit");
      return textArea(model, { label: question, limit, rest, type: (text) => type(name, text) });
    },
  };

  /** @param {string} name @param {string[]} choices @param {boolean} several */
  function options(name, choices, several) {
    return choiceBoxes({
      group: name, several,
      choices: choices.map((one) => [one, word(model, `${name}_${one}`)]),
      pick: (chosen, one) => answer(name, several ? choose(chosen, one) : one),
    });
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
