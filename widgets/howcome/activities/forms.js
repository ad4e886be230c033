// @ts-check
// What forms share: typing that settles, a text with the letters left, choices.
import { h, send, word } from "./shared.js";

const PAUSE = 800; // ms without a key: then what was typed is a step that is done

/**
 * Keep what is answered; what is typed shows at once, and is a step when the hand rests.
 * @param {any} model
 * @param {string} trait where the answers are, name -> answer
 */
export function typing(model, trait) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {Record<string, any>} */
  let typed = {};
  /** @param {boolean} settle */
  function keep(settle) {
    clearTimeout(pause);
    send(model, { [trait]: { ...model.get(trait), ...typed } }, { settle });
    if (settle) typed = {};
  }
  return {
    /** @param {string} name @param {any} value */
    answer(name, value) {
      typed[name] = value;
      keep(true);
    },
    /** @param {string} name @param {string} text */
    type(name, text) {
      typed[name] = text;
      keep(false);
      pause = setTimeout(() => keep(true), PAUSE);
    },
    /** Make a step of what is typed but not kept yet. */
    rest() { if (Object.keys(typed).length) keep(true); },
  };
}

/**
 * A text with the letters left; `write` never takes the words from under a typing hand.
 * @param {any} model
 * @param {{label: string, limit: number, type: (text: string) => void, rest: () => void}} how
 */
export function textArea(model, { label, limit, type, rest }) {
  const left = h("span", { class: "howcome-form-left", "aria-hidden": "true" });
  const count = () => { left.textContent = word(model, "left", { left: limit - area.value.length }); };
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea", {
    // A spelling check may send what is typed to the browser's maker.
    rows: 2, maxlength: limit, autocomplete: "off", spellcheck: "false", "aria-label": label,
    oninput: () => { count(); type(area.value); }, onblur: rest,
  }));
  return {
    area,
    part: h("div", { class: "howcome-form-field" }, area, left),
    write: (/** @type {any} */ value) => {
      if (document.activeElement !== area) area.value = value ?? "";
      count();
    },
  };
}

/**
 * Choices of one or of several; `group` is unlike any other on the page.
 * @param {{group: string, several: boolean, choices: [string, string][], pick: (answer: any, pressed: string) => void}} how
 */
export function choiceBoxes({ group, several, choices, pick }) {
  const boxes = choices.map(([value]) => /** @type {HTMLInputElement} */ (h("input", {
    type: several ? "checkbox" : "radio", name: group, value, onchange: () => {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      pick(several ? chosen : chosen[0], value);
    },
  })));
  return {
    part: h("div", { class: "howcome-form-choices" }, ...choices.map(([, text], at) =>
      h("label", { class: "howcome-form-choice" }, boxes[at], h("span", {}, text)))),
    write: (/** @type {any} */ value) => boxes.forEach((box) => {
      box.checked = [value ?? []].flat().includes(box.value);
    }),
  };
}
