// @ts-check
// The shared half of every view. Python puts this file in front of the view's own (base.py).

/**
 * Make an element: text is set as text, never as HTML.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] on… are listeners, the rest attributes; null is left out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * A sentence of the activity with its {gaps} filled.
 * @param {any} model
 * @param {string} key
 * @param {Record<string, any>} [values]
 */
export function word(model, key, values = {}) {
  const sentence = model.get("words")[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (/** @type {string} */ gap, /** @type {string} */ name) =>
    name in values ? String(values[name]) : gap);
}

/**
 * Send a change to the kernel. A step that is done (`settle`) goes in the same message,
 * for a second one could overtake it.
 * @param {any} model
 * @param {Record<string, any>} change
 * @param {{settle?: boolean}} [how]
 */
export function send(model, change, { settle = true } = {}) {
  for (const [key, value] of Object.entries(change)) model.set(key, value);
  if (settle) model.set("settled", model.get("settled") + 1);
  model.save_changes();
}

/**
 * The one voice that may speak: it lives on this device, so no text ever leaves it.
 * @param {{localService: boolean, lang: string}[]} voices
 * @param {string} language
 */
export function localVoice(voices, language) {
  return voices.find((one) =>
    one.localService === true && one.lang.toLowerCase().startsWith(language));
}

/**
 * A button that reads texts aloud: with a voice that lives on this device, else with the recorded
 * clips; where there are neither, it is not there.
 * @param {any} model
 * @param {() => string[]} texts what to say now, one after the other
 * @param {{label?: string, name?: string}} [how] what stands on the button; its name, if another
 */
export function speaker(model, texts, { label = word(model, "aloud"), name } = {}) {
  const language = model.get("language");
  const button = h("button", {
    type: "button", class: "howcome-button howcome-speaker", hidden: true, "aria-label": name,
  }, label);
  const speech = globalThis.speechSynthesis;
  const voice = () => (speech ? localVoice(speech.getVoices(), language) : undefined);
  const clips = () => texts().filter((text) => model.get("recorded").includes(text));
  const offer = () => { button.hidden = !voice() && !clips().length; };
  button.addEventListener("click", () => {
    hush();
    const local = voice();
    if (!local) {
      playClips(model, clips());
      return;
    }
    const saying = new SpeechSynthesisUtterance(texts().join(". "));
    saying.voice = /** @type {SpeechSynthesisVoice} */ (local);
    saying.lang = local.lang;
    speech.speak(saying);
  });
  // Browsers list their voices late; the listener ends with the button's own life in the page.
  speech?.addEventListener?.("voiceschanged", function late() {
    if (button.isConnected || button.hidden) offer();
    else speech.removeEventListener("voiceschanged", late);
  });
  offer();
  return button;
}

/** What speaks now, so that a second press never talks over the first. @type {() => void} */
let hushClips = () => {};

/** Be quiet. */
export function hush() {
  globalThis.speechSynthesis?.cancel();
  hushClips();
}

/** Ask the kernel for clips and play them one after the other.
 * @param {any} model @param {string[]} texts */
function playClips(model, texts) {
  const player = new Audio();
  let waiting = [...texts];
  const next = () => {
    if (player.src) URL.revokeObjectURL(player.src);
    if (waiting.length) model.send({ kind: "say", text: waiting[0] });
    else hushClips();
  };
  /** @param {any} message @param {DataView[]} buffers */
  const heard = (message, buffers) => {
    if (message?.kind !== "clip" || message.text !== waiting[0]) return;
    waiting.shift();
    player.src = URL.createObjectURL(new Blob([/** @type {any} */ (buffers[0])], { type: "audio/mpeg" }));
    player.play().catch(next);
  };
  player.addEventListener("ended", next);
  model.on("msg:custom", heard);
  hushClips = () => {
    waiting = [];
    player.pause();
    model.off("msg:custom", heard);
    hushClips = () => {};
  };
  next();
}

/**
 * A picture of grey dots, drawn dot by dot and scaled by the style sheet.
 * @param {{width: number, height: number, dots: string}} picture one byte for each dot, base64
 * @param {string} label
 */
export function dotPicture({ width, height, dots }, label) {
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", {
    class: "howcome-dots", width, height, role: "img", "aria-label": label,
  }));
  const paint = canvas.getContext("2d");
  if (!paint) return canvas;
  const image = paint.createImageData(width, height);
  [...atob(dots)].forEach((dot, at) => {
    const grey = dot.charCodeAt(0);
    image.data.set([grey, grey, grey, 255], 4 * at);
  });
  paint.putImageData(image, 0, 0);
  return canvas;
}

/**
 * The numbers of a picture as a table, for whoever asks for it.
 * @param {any} model
 * @param {string} caption
 * @param {string[]} head the names of the columns
 */
export function asTable(model, caption, head) {
  const rows = h("tbody");
  const part = h("details", { class: "howcome-numbers" },
    h("summary", {}, word(model, "as_table")),
    h("table", {}, h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...head.map((one) => h("th", { scope: "col" }, one)))), rows));
  return {
    part,
    /** @param {(string | number)[][]} lines the first of each is the name of the row */
    draw: (lines) => rows.replaceChildren(...lines.map(([first, ...rest]) => h("tr", {},
      h("th", { scope: "row" }, String(first)),
      ...rest.map((one) => h("td", {}, String(one)))))),
  };
}

/**
 * Arrow keys, Home and End move between the buttons of a table; Tab goes in and out once.
 * @param {HTMLElement} table
 */
export function grid(table) {
  const rows = () => [...table.querySelectorAll("tr")]
    .map((row) => /** @type {HTMLElement[]} */ ([...row.querySelectorAll("button")]))
    .filter((row) => row.length);
  const all = () => rows().flat();
  /** @param {HTMLElement} chosen */
  const only = (chosen) => all().forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });
  const first = all()[0];
  if (first) only(first);
  table.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLButtonElement) only(event.target);
  });
  table.addEventListener("keydown", (event) => {
    const here = rows();
    const at = here.findIndex((row) => row.includes(/** @type {HTMLElement} */ (event.target)));
    if (at < 0) return;
    const column = here[at].indexOf(/** @type {HTMLElement} */ (event.target));
    /** @type {Record<string, HTMLElement | undefined>} */
    const next = {
      ArrowRight: here[at][column + 1],
      ArrowLeft: here[at][column - 1],
      ArrowDown: here[at + 1]?.[column],
      ArrowUp: here[at - 1]?.[column],
      Home: here[at][0],
      End: here[at].at(-1),
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    next[event.key]?.focus();
  });
}

/**
 * Whether the focused element keeps its keys from JupyterLab's shortcuts.
 * @param {Event} event @param {boolean} keeps
 */
function keepKeys(event, keeps) {
  const element = /** @type {Element} */ (event.target);
  if (keeps) element.setAttribute("data-lm-suppress-shortcuts", "true");
  else element.removeAttribute("data-lm-suppress-shortcuts");
}

/**
 * The frame around an activity: its name, the place for one plain sentence when a step fails,
 * the live region, undo and start again, read-aloud, and the undo of the view itself.
 * @param {{model: any, el: HTMLElement}} view
 * @param {{title?: string, aloud?: () => string[]}} [how] `aloud`: what "Read aloud" says; all of it
 */
export function frame({ model, el }, { title = word(model, "title"), aloud } = {}) {
  /** @type {(() => void)[]} */
  const undoes = [];
  const live = h("p", { class: "howcome-unseen", "aria-live": "polite", role: "status" });
  const problem = h("p", { class: "howcome-problem", role: "alert" });
  const undo = /** @type {HTMLButtonElement} */ (h("button", {
    type: "button", class: "howcome-button", onclick: () => model.send({ kind: "undo" }),
  }, word(model, "undo")));
  const again = h("button", {
    type: "button", class: "howcome-button", onclick: () => model.send({ kind: "again" }),
  }, word(model, "again"));
  const body = h("div", { class: "howcome-body" });
  const texts = aloud ?? (() => [body.innerText]);
  const loud = speaker(model, texts);
  const tools = h("div", { class: "howcome-tools" }, undo, again, loud);
  // JupyterLab's own shortcuts would take arrows and letters away from what is inside ("x" cuts
  // the cell). Some of them look at nothing but the focused element, so each gets the mark.
  const root = h("section", {
    class: "howcome", lang: model.get("language"), "aria-label": title,
    onfocusin: (/** @type {FocusEvent} */ event) => keepKeys(event, true),
    // Ctrl+S and the like are still JupyterLab's: while Ctrl or Cmd is down, it may listen.
    onkeydown: (/** @type {KeyboardEvent} */ event) => keepKeys(event, !event.ctrlKey && !event.metaKey),
    onkeyup: (/** @type {KeyboardEvent} */ event) => keepKeys(event, !event.ctrlKey && !event.metaKey),
  }, body, problem, tools, live);

  /** Draw now and on every change of these traits.
   * @param {string[]} names
   * @param {() => void} draw */
  function on(names, draw) {
    const events = names.map((name) => `change:${name}`).join(" ");
    model.on(events, draw);
    undoes.push(() => model.off(events, draw));
    draw();
  }

  on(["problem"], () => { problem.textContent = model.get("problem"); });
  on(["can_undo"], () => { undo.setAttribute("aria-disabled", String(!model.get("can_undo"))); });
  el.append(root);
  return {
    root,
    body,
    tools,
    on,
    /** Say what changed to a screen reader. @param {string} sentence */
    say: (sentence) => { if (live.textContent !== sentence) live.textContent = sentence; },
    /** What `render` returns: the view's own undo. */
    leave: () => { hush(); undoes.forEach((one) => one()); root.remove(); },
  };
}
