// @ts-check
import { frame, h, send, word } from "./shared.js";

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const question = model.get("question");
  /** @type {string} */
  const kind = model.get("kind");
  const { body, tools, on, say, leave } = frame({ model, el }, {
    title: question,
    aloud: () => [question, ...model.get("choices").map((/** @type {[string, string]} */ one) => one[1])],
  });
  const own = (/** @type {string} */ key) =>
    word(model, model.get("predict") ? `${key}_guess` : key);
  const scale = model.get("scale").map((/** @type {string} */ sure) =>
    [sure, word(model, `sure_${sure}`)]);

  /** @type {Record<string, () => any>} */
  const typed = { number, text };
  const field = typed[kind]?.()
    ?? choices("choice", kind === "confidence" ? scale : model.get("choices"), kind === "several");
  const sure = model.get("how_sure") ? choices("sure", scale, false) : null;
  if (kind === "confidence") field.box.classList.add("howcome-ask-scale");
  sure?.box.classList.add("howcome-ask-scale");

  const draft = () => ({ value: field.read(), confidence: sure?.read() ?? null });
  const kept = () => {
    const { value, confidence } = model.get("result");
    return { value, confidence };
  };
  const changed = () => JSON.stringify(draft()) !== JSON.stringify(kept());

  const button = h("button", { type: "submit", class: "howcome-button howcome-ask-keep" }, own("keep"));
  const status = h("p", { class: "howcome-ask-status", tabindex: "-1" });
  const feedback = h("div", { class: "howcome-ask-feedback" });
  const notes = [
    model.get("predict") && "only_a_guess", kind === "several" && "choose_several",
    model.get("lock") && "once",
  ].filter(Boolean).map((key) => h("p", {}, word(model, key)));
  const form = /** @type {HTMLFormElement} */ (h("form", { novalidate: true, oninput: tell, onsubmit: keep, onkeydown: enter },
    h("fieldset", {}, h("legend", {}, question), ...notes, field.box),
    sure ? h("fieldset", {}, h("legend", {}, word(model, "how_sure")), sure.box) : "",
    h("div", { class: "howcome-ask-end" }, button, status), feedback));
  body.append(form);
  // What is kept under a lock can be neither undone nor started again.
  if (model.get("lock")) tools.querySelectorAll("button:not(.howcome-speaker)").forEach((one) => one.remove());

  let drawn = false;
  on(["result"], () => {
    const { value, confidence, feedback: sentences } = model.get("result");
    const locked = model.get("lock") && value !== null;
    const inside = form.contains(document.activeElement);
    field.write(value);
    sure?.write(confidence);
    form.querySelectorAll("fieldset").forEach((one) => { one.disabled = locked; });
    button.hidden = locked;
    feedback.replaceChildren(...sentences.map(answer));
    tell();
    if (drawn) {
      say([status.textContent || own("not_yet"),
        ...sentences.map((/** @type {{sentence: string}} */ one) => one.sentence)].join(" "));
      if (locked && inside) status.focus();
    }
    drawn = true;
  });

  /** What stands behind the button: kept, or not yet. */
  function tell() {
    const { value } = kept();
    const open = changed();
    status.textContent = open ? own("not_kept")
      : value === null ? "" : own(model.get("lock") ? "kept_locked" : "kept");
    status.classList.toggle("howcome-ask-kept", !open && value !== null);
    feedback.hidden = open;
  }

  /** @param {Event} event */
  function keep(event) {
    event.preventDefault();
    if (kept().value !== null && !changed()) say(status.textContent ?? "");
    else send(model, draft());
  }

  /** Enter keeps the answer from every field: inside JupyterLab a form does not do so by itself.
   * @param {KeyboardEvent} event */
  function enter(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  }

  /** @param {{sentence: string, look: boolean}} one */
  function answer({ sentence, look }) {
    return h("p", {},
      h("span", { class: "howcome-ask-sign", "aria-hidden": "true" }, look ? "\u21bb" : "\u279c"),
      h("span", {}, h("strong", {}, `${word(model, look ? "look" : "about")}: `), sentence));
  }

  /** Radio buttons, or checkboxes where several can be chosen.
   * @param {string} name
   * @param {[string, string][]} pairs
   * @param {boolean} several */
  function choices(name, pairs, several) {
    const inputs = pairs.map(([id]) => /** @type {HTMLInputElement} */ (
      h("input", { type: several ? "checkbox" : "radio", name, value: id })));
    const box = h("div", { class: "howcome-ask-choices" }, ...pairs.map(([, text], at) =>
      h("label", { class: "howcome-ask-choice" }, inputs[at], h("span", {}, text))));
    return {
      box,
      read: () => {
        const ids = inputs.filter((one) => one.checked).map((one) => one.value);
        return several ? (ids.length ? ids : null) : ids[0] ?? null;
      },
      write: (/** @type {any} */ value) => inputs.forEach((one) => {
        one.checked = [value].flat().includes(one.value);
      }),
    };
  }

  function number() {
    const [min, max] = [model.get("min"), model.get("max")];
    const bounds = [min !== null && "min", max !== null && "max"].filter(Boolean).join("_");
    const input = /** @type {HTMLInputElement} */ (h("input", {
      type: "number", min, max, step: "any", autocomplete: "off", class: "howcome-ask-number",
    }));
    const label = [word(model, "your_number"), bounds && word(model, `bounds_${bounds}`, { min, max })];
    return {
      box: h("label", { class: "howcome-ask-field" },
        h("span", {}, label.filter(Boolean).join(", ")),
        h("span", {}, input, ` ${model.get("unit")}`)),
      read: () => (input.value === "" ? null : Number(input.value)),
      write: (/** @type {number | null} */ value) => { input.value = value === null ? "" : String(value); },
    };
  }

  function text() {
    const limit = model.get("limit");
    const left = h("span", { class: "howcome-ask-left", "aria-hidden": "true" });
    const count = () => { left.textContent = word(model, "left", { left: limit - area.value.length }); };
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", {
      // A spelling check may send what is typed to the browser's maker.
      rows: 3, maxlength: limit, spellcheck: "false", autocomplete: "off", oninput: count,
    }));
    return {
      box: h("label", { class: "howcome-ask-field" },
        h("span", {}, word(model, "your_text", { limit })), area, left),
      read: () => area.value.trim() || null,
      write: (/** @type {string | null} */ value) => { area.value = value ?? ""; count(); },
    };
  }

  return leave;
}

export default { render };
