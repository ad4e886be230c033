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

  const cells = [...groups, "overall"].map((group) => {
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

  body.append(
    h("p", { class: "howcome-mixer-ask" }, word(model, "how_many")),
    ...rows.map((row) => row.line),
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
  });

  on(["result"], () => {
    const { errors } = model.get("result");
    for (const { group, bar, number } of cells) {
      const wrong = Math.round(100 * errors[group]);
      number.textContent = String(wrong);
      bar.style.inlineSize = `${wrong}%`;
    }
    say([...groups.map((group) => word(model, "row", {
      group: name(group), shown: model.get("counts")[group], wrong: Math.round(100 * errors[group]),
    })), word(model, "whole", { wrong: Math.round(100 * errors.overall) })].join(" "));
  });

  return leave;
}

export default { render };
