// @ts-check
// Howcome's lessons in JupyterLab: code that pupils need not read is out of sight, "Start" runs
// the lesson from top to bottom, "Check my answer" runs a task's own check.

const WORDS = {
  en: {
    start: "Start",
    again: "Run the lesson again",
    running: "Getting ready: step {n} of {all}",
    ready: "Ready. Read on, from top to bottom.",
    no_kernel: "Python did not start. Reload this page and press Start again.",
    check: "Check my answer",
    change: "Change it",
    run: "Run it",
    show: "Show the code",
    hide: "Hide the code",
    write: "Write my answer",
    done: "I am done writing",
    wide: "Wide table: the arrow keys move it",
  },
  es: {
    start: "Empezar",
    again: "Repetir la lección",
    running: "Preparando: paso {n} de {all}",
    ready: "Todo listo. Lee de arriba abajo.",
    no_kernel: "Python no arrancó. Recarga esta página y pulsa Empezar otra vez.",
    check: "Comprobar mi respuesta",
    change: "Cambiarlo",
    run: "Ejecutarlo",
    show: "Mostrar el código",
    hide: "Ocultar el código",
    write: "Escribir mi respuesta",
    done: "Terminé de escribir",
    wide: "Tabla ancha: se mueve con las flechas",
  },
};

/** @param {any} parts what JupyterLab shares, and the address of the style sheet */
export function plugin({ INotebookTracker, CodeCell, style }) {
  return {
    id: "howcome-lab:guide",
    autoStart: true,
    requires: [INotebookTracker],
    activate(/** @type {any} */ app, /** @type {any} */ tracker) {
      document.head.append(
        Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
      // What would stand at the right is switched off for pupils: no empty column either.
      app.restored.then(() => app.shell.collapseRight());
      tracker.widgetAdded.connect((/** @type {any} */ _, /** @type {any} */ panel) => {
        panel.context.ready.then(() => guide(app, panel, CodeCell));
      });
    },
  };
}

/**
 * Make a lesson's page calm, and add its buttons.
 * @param {any} app @param {any} panel @param {any} CodeCell
 */
function guide(app, panel, CodeCell) {
  const about = panel.model.getMetadata("howcome");
  if (!about) return;
  panel.addClass("howcome-lesson");
  // JupyterLab's page is English: a screen reader has to change its voice for the lesson.
  panel.content.node.lang = about.language ?? "en";
  const words = WORDS[/** @type {"en" | "es"} */ (about.language)] ?? WORDS.en;
  const cells = panel.content.widgets;
  const runOne = (/** @type {any} */ cell) => run(CodeCell, panel, cell);
  // One column: on a small screen the list of files would leave no room for the lesson.
  app.shell.collapseLeft();
  if (document.documentElement.clientWidth < 700) hideSideBars(app);
  reachWide(panel, words);
  for (const cell of cells) {
    const task = gradeId(cell)?.match(/^check-(.+)$/)?.[1];
    if (task && isHidden(cell)) addCheck(panel, cells, cell, task, words, runOne);
    const answer = cell.model.type === "markdown" && cell.model.getMetadata("nbgrader")?.solution;
    if (answer) addWrite(panel, cells, cell, words);
  }
  // A lesson's first letter is its band: e, m or h. High-school pupils run cells themselves.
  if (!/^[em]/.test(about.lesson ?? "")) return;
  panel.addClass("howcome-guided");
  if (about.lesson.startsWith("e")) panel.addClass("howcome-young");
  addStart(panel, cells, words, runOne);
  noLetterCommands(panel);
  for (const cell of cells) {
    if (cell.model.type === "code" && !isHidden(cell)) addChange(panel, cells, cell, words, runOne);
  }
}

/**
 * A letter typed beside an editor is no command here: "x" would cut a cell, "dd" delete it.
 * @param {any} panel
 */
function noLetterCommands(panel) {
  const stop = (/** @type {KeyboardEvent} */ event) => {
    const at = /** @type {Element} */ (event.target);
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && panel.node.contains(at) && at.matches(".jp-Cell, .jp-Notebook")) {
      event.stopPropagation();
    }
  };
  // Before JupyterLab, which listens at the document.
  window.addEventListener("keydown", stop, true);
  panel.disposed.connect(() => window.removeEventListener("keydown", stop, true));
}

/** Whether a cell's code is out of sight. @param {any} cell @returns {boolean} */
function isHidden(cell) {
  return Boolean(cell.model.getMetadata("jupyter")?.source_hidden);
}

/** The strips of icons left and right. @param {any} app */
function hideSideBars(app) {
  for (const side of ["left", "right"]) {
    if (app.shell[`_${side}Handler`]?.sideBar?.isVisible) {
      app.commands.execute("application:toggle-side-tabbar", { side });
    }
  }
}

/**
 * What is too wide for the page scrolls by itself: then Tab must stop there, for the arrow keys.
 * @param {any} panel @param {Record<string, string>} words
 */
function reachWide(panel, words) {
  const stop = {
    tabindex: "0", role: "group", "aria-label": words.wide, "data-lm-suppress-shortcuts": "true",
  };
  const inner = panel.content.node.querySelector(".jp-WindowedPanel-viewport") ?? panel.content.node;
  const watch = new ResizeObserver(() => {
    for (const part of inner.querySelectorAll(".jp-RenderedMarkdown, .jp-RenderedHTML")) {
      const wide = part.scrollWidth > part.clientWidth;
      if (wide === (part.getAttribute("aria-label") === words.wide)) continue;
      for (const [key, value] of Object.entries(stop)) {
        if (wide) part.setAttribute(key, value);
        else part.removeAttribute(key);
      }
    }
  });
  // A smaller page, or a new output that makes the lesson longer.
  watch.observe(inner);
  panel.disposed.connect(() => watch.disconnect());
}

/** @param {any} cell @returns {string | undefined} */
function gradeId(cell) {
  return cell.model.getMetadata("nbgrader")?.grade_id;
}

/** Run one code cell; a check that does not pass yet must not stop the cells after it. */
function run(/** @type {any} */ CodeCell, /** @type {any} */ panel, /** @type {any} */ cell) {
  return CodeCell.execute(cell, panel.sessionContext, { tags: ["raises-exception"] })
    .catch((/** @type {any} */ error) => {
      if (!(error?.name === "KernelReplyNotOK" || error?.ename)) throw error;
    });
}

/** @param {string} label @param {() => void} onclick */
function button(label, onclick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "howcome-guide-button";
  made.textContent = label;
  // Else JupyterLab takes the letters and arrows typed here for its own shortcuts.
  made.dataset.lmSuppressShortcuts = "true";
  made.addEventListener("click", onclick);
  return made;
}

/** A row of buttons at the end of a cell. */
function addRow(/** @type {any} */ cell, /** @type {HTMLElement[]} */ ...parts) {
  const row = document.createElement("div");
  row.className = "howcome-guide-row";
  row.append(...parts);
  cell.node.append(row);
  return row;
}

/**
 * @param {any} panel @param {any[]} cells @param {Record<string, string>} words
 * @param {(cell: any) => Promise<unknown>} runOne
 */
function addStart(panel, cells, words, runOne) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "howcome-guide-said";
  let running = false;

  const start = button(words.start, async () => {
    if (running) return;
    running = true;
    start.setAttribute("aria-disabled", "true");
    try {
      await panel.sessionContext.ready;
      // A check is the pupil's to press: nobody likes to be told "not yet" before the first try.
      const code = cells.filter((cell) =>
        cell.model.type === "code" && !cell.model.getMetadata("nbgrader")?.grade);
      for (const [at, cell] of code.entries()) {
        said.textContent = words.running.replace("{n}", String(at + 1)).replace("{all}", String(code.length));
        await runOne(cell);
      }
      said.textContent = words.ready;
      start.textContent = words.again;
      panel.addClass("howcome-started");
    } catch (error) {
      console.error(error);
      said.textContent = words.no_kernel;
    } finally {
      running = false;
      start.removeAttribute("aria-disabled");
    }
  });
  start.classList.add("howcome-guide-start");

  const code = button(words.show, () => {
    const shown = panel.node.classList.toggle("howcome-code-shown");
    code.textContent = shown ? words.hide : words.show;
    code.setAttribute("aria-pressed", String(shown));
    for (const cell of cells) {
      if (isHidden(cell)) cell.inputHidden = !shown;
    }
  });
  code.setAttribute("aria-pressed", "false");
  // The youngest never meet code.
  const young = panel.hasClass("howcome-young");
  addRow(cells[0], ...(young ? [start, said] : [start, code, said]));
  for (const cell of cells) {
    if (isHidden(cell)) cell.addClass("howcome-out-of-sight");
  }
}

/**
 * @param {any} panel @param {any[]} cells @param {any} cell @param {string} task
 * @param {Record<string, string>} words @param {(cell: any) => Promise<unknown>} runOne
 */
function addCheck(panel, cells, cell, task, words, runOne) {
  const row = addRow(cell, button(words.check, async () => {
    await panel.sessionContext.ready;
    // The plain-cell path: an answer that a pupil typed counts as if clicked.
    const typed = cells.find((one) => gradeId(one) === `answer-${task}`);
    if (typed) await runOne(typed);
    await runOne(cell);
  }));
  row.classList.add("howcome-guide-check");
  // The words of the check come after the button: read them out when they change.
  cell.outputArea.node.setAttribute("role", "status");
}

/**
 * A button under a written answer. JupyterLab opens a cell of words at a double click, but leaves
 * the keyboard outside its editor: what a pupil types there would be lost.
 * @param {any} panel @param {any[]} cells @param {any} cell @param {Record<string, string>} words
 */
function addWrite(panel, cells, cell, words) {
  const open = () => {
    panel.content.activeCellIndex = cells.indexOf(cell);
    cell.rendered = false;
    panel.content.mode = "edit";
    cell.editor.focus();
  };
  const write = button(words.write, () => {
    if (cell.rendered) {
      open();
      return;
    }
    cell.rendered = true;
    panel.content.mode = "command";
    write.focus();
  });
  cell.renderedChanged.connect(() => {
    write.textContent = cell.rendered ? words.write : words.done;
  });
  // After JupyterLab's own listener, which stands further out.
  cell.node.addEventListener("dblclick", () => setTimeout(() => { if (!cell.rendered) open(); }));
  addRow(cell, write);
}

/**
 * Buttons for a cell in which the pupil changes something: Tab does not stop at an editor.
 * @param {any} panel @param {any[]} cells @param {any} cell
 * @param {Record<string, string>} words @param {(cell: any) => Promise<unknown>} runOne
 */
function addChange(panel, cells, cell, words, runOne) {
  const change = button(words.change, () => {
    panel.content.activeCellIndex = cells.indexOf(cell);
    panel.content.mode = "edit";
    cell.editor.focus();
  });
  const start = button(words.run, async () => {
    await panel.sessionContext.ready;
    await runOne(cell);
  });
  // Between the code and what it prints.
  cell.node.querySelector(".jp-Cell-inputWrapper").after(addRow(cell, change, start));
  cell.outputArea.node.setAttribute("role", "status");
}
