// @ts-check
import { frame, h, send, word } from "./shared.js";

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const { body, tools, on, say, leave } = frame({ model, el });
  /** @type {string[]} */
  const groups = model.get("groups");
  const name = (/** @type {string} */ group) => model.get("names")[group];

  /** @param {string} group @param {number} count @param {boolean} settle */
  function show(group, count, settle) {
    const most = model.get("most")[group];
    const whole = Math.max(0, Math.min(most, count));
    send(model, { counts: { ...model.get("counts"), [group]: whole } }, { settle });
  }

  const rows = groups.map((group) => {
    const step = model.get("step");
    const slider = /** @type {HTMLInputElement} */ (h("input", {
      type: "range", min: 0, max: model.get("most")[group], step,
      "aria-label": word(model, "shown_of", { group: name(group) }),
      oninput: () => show(group, Number(slider.value), false),
      onchange: () => show(group, Number(slider.value), true),
    }));
    const count = h("output", { class: "howcome-mixer-count" });
    const change = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ key) =>
      h("button", {
        type: "button", class: "howcome-button howcome-mixer-step",
        "aria-label": word(model, key, { group: name(group), step }),
        onclick: () => show(group, model.get("counts")[group] + by, true),
      }, sign);
    const line = h("div", { class: "howcome-mixer-row" },
      h("span", { class: "howcome-mixer-name" }, name(group)),
      change(-step, "\u2212", "fewer"), slider, change(step, "+", "more"), count);
    return { group, slider, count, line };
  });

  const cells = [...model.get("tested"), "overall"].map((group) => {
    const bar = h("div", { class: "howcome-bar howcome-mixer-bar", "aria-hidden": "true" });
    const number = h("span", { class: "howcome-mixer-number" });
    const row = h("tr", { class: group === "overall" ? "howcome-whole" : null },
      h("th", { scope: "row" }, group === "overall" ? word(model, "overall") : name(group)),
      h("td", {}, h("div", { class: "howcome-mixer-wrong" }, number,
        h("div", { class: "howcome-mixer-track" }, bar))));
    return { group, bar, number, row };
  });

  const again = h("button", {
    type: "button", class: "howcome-button",
    onclick: () => send(model, { deal: model.get("deal") + 1 }),
  }, word(model, "deal_again"));
  tools.prepend(again);

  const all = h("p", { class: "howcome-mixer-all" });
  body.append(
    h("p", { class: "howcome-prompt" }, word(model, "how_many")),
    ...rows.map((row) => row.line),
    all,
    h("table", {}, h("caption", {}, word(model, "who_is_missed")),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, word(model, "group")),
        h("th", { scope: "col" }, word(model, "wrong_in_100")))),
      h("tbody", {}, ...cells.map((cell) => cell.row))),
  );

  on(["counts"], () => {
    for (const { group, slider, count } of rows) {
      const now = model.get("counts")[group];
      slider.value = String(now);
      slider.setAttribute("aria-valuetext", word(model, "examples", { count: now }));
      count.textContent = String(now);
    }
    const shown = groups.reduce((sum, group) => sum + model.get("counts")[group], 0);
    all.textContent = shown ? word(model, "in_all", { count: shown }) : word(model, "show_one");
  });

  on(["result"], () => {
    /** @type {{errors: Record<string, number | null>, counts: Record<string, number>}} */
    const { errors, counts } = model.get("result");
    const in100 = (/** @type {string} */ group) => Math.round(100 * (errors[group] ?? 0));
    for (const { group, bar, number } of cells) {
      number.textContent = errors[group] === null ? "\u2013" : String(in100(group));
      bar.style.inlineSize = `${in100(group)}%`;
    }
    const said = model.get("tested").map((/** @type {string} */ group) =>
      word(model, groups.includes(group) ? "row" : "row_tested", {
        group: name(group), shown: counts[group], wrong: in100(group),
      }));
    say(errors.overall === null ? word(model, "show_one")
      : [...said, word(model, "whole", { wrong: in100("overall") })].join(" "));
  });

  return leave;
}

export default { render };
