// @ts-check
import { frame, h, send, word } from "./shared.js";

/** @typedef {{yes: number[], no: number[]}} Columns */

/** Columns as a shape, in percent, so that nothing is drawn again when the page grows narrow.
 * @param {number[]} columns @param {number} most @param {boolean} upward */
function outline(columns, most, upward) {
  const x = (/** @type {number} */ at) => `${(100 * at) / columns.length}%`;
  const y = (/** @type {number} */ count) => `${upward ? 100 - (100 * count) / most : (100 * count) / most}%`;
  const top = columns.map((count, at) => `${x(at)} ${y(count)}, ${x(at + 1)} ${y(count)}`);
  return `polygon(0% ${y(0)}, ${top.join(", ")}, 100% ${y(0)})`;
}

/** @param {{model: any, el: HTMLElement}} view */
function render({ model, el }) {
  const { body, on, say, leave } = frame({ model, el });
  /** @type {string[]} */
  const groups = model.get("groups");
  const [low, high, step] = ["low", "high", "step"].map((key) => model.get(key));
  const { top, columns } = model.get("shapes");
  const name = (/** @type {string} */ group) => model.get("names")[group];
  /** A sentence that may hold the lesson's own phrases.
   * @param {string} key @param {Record<string, any>} [values] */
  const phrase = (key, values = {}) => word(model, key, { ...model.get("words"), ...values });
  const places = (String(step).split(".")[1] ?? "").length;
  /** @param {number} value @param {number} least @param {number} [most] */
  const number = (value, least, most = least) => value.toLocaleString(`${model.get("language")}-US`, {
    minimumFractionDigits: least, maximumFractionDigits: most,
  });
  const atBar = (/** @type {number} */ bar) => number(bar, places);
  const count = (/** @type {number} */ people) => number(people, 0, 1);

  /** @param {string[]} moved @param {number} bar @param {boolean} settle */
  function move(moved, bar, settle) {
    const near = Math.max(low, Math.min(high, Number(bar.toFixed(places))));
    send(model, { bars: { ...model.get("bars"), ...Object.fromEntries(moved.map((group) => [group, near])) } },
      { settle });
  }

  /** The bar of these groups, for hand and keyboard. @param {string[]} moved @param {string} label */
  function control(moved, label) {
    const bar = () => model.get("bars")[moved[0]];
    const slider = /** @type {HTMLInputElement} */ (h("input", {
      type: "range", min: low, max: high, step, "aria-label": label,
      style: `inline-size: calc((100% - 16px) * ${(high - low) / (top - low)} + 16px)`,
      oninput: () => move(moved, Number(slider.value), false),
      onchange: () => move(moved, Number(slider.value), true),
    }));
    const value = h("output", {});
    const by = (/** @type {number} */ change, /** @type {string} */ sign, /** @type {string} */ key) =>
      h("button", {
        type: "button", class: "howcome-button", "aria-label": `${label}: ${word(model, key, { step })}`,
        onclick: () => move(moved, bar() + change, true),
      }, sign);
    const part = h("div", { class: "howcome-cut-control" },
      h("div", { class: "howcome-cut-set" }, h("b", {}, label), value,
        by(-step, "\u2212", "lower"), by(step, "+", "higher")),
      slider, h("div", { class: "howcome-cut-ends", "aria-hidden": "true", style: slider.getAttribute("style") },
        h("span", {}, String(low)), h("span", {}, word(model, "score")), h("span", {}, String(high))));
    return {
      part,
      draw: () => {
        slider.value = String(bar());
        slider.setAttribute("aria-valuetext", atBar(bar()));
        value.textContent = atBar(bar());
      },
    };
  }

  const most = Math.max(...groups.flatMap((group) => [...columns[group].yes, ...columns[group].no]));
  const everyone = control(groups, word(model, "bar_all"));

  const strips = groups.map((group) => {
    const total = (/** @type {"yes" | "no"} */ side) =>
      columns[group][side].reduce((/** @type {number} */ all, /** @type {number} */ one) => all + one, 0);
    const own = control([group], phrase("bar_of", { group: name(group) }));
    const half = (/** @type {"yes" | "no"} */ side) =>
      h("div", { class: `howcome-cut-half howcome-cut-${side}`,
        style: `clip-path: ${outline(columns[group][side], most, side === "yes")}` },
        h("div", { class: "howcome-cut-out" }), h("div", { class: "howcome-cut-in" }));
    const plot = h("div", {
      class: "howcome-cut-plot", role: "img",
      "aria-label": phrase("scores_of", {
        group: name(group), low, high, some: count(total("yes")), rest: count(total("no")),
      }),
    }, half("yes"), half("no"), h("div", { class: "howcome-cut-line" }));
    /** @type {Record<string, HTMLElement>} */
    const numbers = {};
    const corner = (/** @type {string} */ key) => {
      numbers[key] = h("b", {});
      const term = model.get("terms") ? [h("i", {}, word(model, `${key}_term`))] : [];
      return h("span", { class: `howcome-cut-${key}` }, numbers[key], " ", phrase(key), " ", ...term);
    };
    const part = h("div", { class: "howcome-cut-group", role: "group", "aria-label": name(group) },
      h("p", { class: "howcome-cut-name" }, h("b", {}, name(group)),
        ` ${word(model, "people", { count: count(total("yes") + total("no")) })}`),
      h("div", { class: "howcome-cut-corners" }, corner("fn"), corner("tp")),
      plot,
      h("div", { class: "howcome-cut-corners" }, corner("tn"), corner("fp")),
      own.part);
    return { group, plot, numbers, own, part };
  });

  const both = groups.length > 1;
  const choose = (/** @type {boolean} */ apart, /** @type {string} */ key) => h("button", {
    type: "button", class: "howcome-button",
    onclick: () => {
      if (model.get("apart") === apart) return;
      model.set("apart", apart);
      const bars = model.get("bars");
      const unequal = groups.some((group) => bars[group] !== bars[groups[0]]);
      if (!apart && unequal) move(groups, bars[groups[0]], true);
      else model.save_changes();
    },
  }, word(model, key));
  const one = choose(false, "one_bar");
  const each = choose(true, "own_bar");
  const choice = h("div", {
    class: "howcome-cut-choice", role: "group", "aria-label": word(model, "which_bars"),
    hidden: !(model.get("free") && both),
  }, one, each);

  const rows = model.get("show").map((/** @type {string} */ measure) => {
    const because = h("div", { class: "howcome-cut-because" });
    const cells = groups.map((group) => {
      const share = h("b", {});
      const of = h("span", { class: "howcome-cut-of" });
      return { group, share, of, cell: h("td", { role: "cell" }, share, of) };
    });
    const gap = h("b", {});
    const bar = h("div", { class: "howcome-bar howcome-cut-gap", "aria-hidden": "true" });
    const term = model.get("terms") ? [h("i", {}, word(model, `${measure}_term`))] : [];
    const row = h("tr", { role: "row" },
      h("th", { scope: "row", role: "rowheader" },
        h("details", {}, h("summary", {}, phrase(measure), " ", ...term), because)),
      ...cells.map(({ cell }) => cell),
      ...(both ? [h("td", { role: "cell" }, gap, bar)] : []));
    return { measure, because, cells, gap, bar, row };
  });
  const whole = h("p", { class: "howcome-cut-whole" });
  const ask = h("p", { class: "howcome-prompt" });

  body.append(
    ask, choice,
    h("p", {}, phrase("above"), h("br"),
      h("span", { class: "howcome-cut-key" }, h("span", { class: "howcome-cut-right", "aria-hidden": "true" }),
        word(model, "key_right")), " ",
      h("span", { class: "howcome-cut-key" }, h("span", { class: "howcome-cut-wrong", "aria-hidden": "true" }),
        word(model, "key_wrong"))),
    everyone.part,
    ...strips.map(({ part }) => part),
    h("table", { role: "table", class: "howcome-cut-table" },
      h("caption", {}, word(model, "caption")),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
        h("th", { scope: "col", role: "columnheader" }, word(model, "measure")),
        ...groups.map((group) => h("th", { scope: "col", role: "columnheader" }, name(group))),
        ...(both ? [h("th", { scope: "col", role: "columnheader" }, word(model, "gap"))] : []))),
      h("tbody", { role: "rowgroup" }, ...rows.map((/** @type {any} */ row) => row.row))),
    whole,
  );

  on(["can_undo"], () => {
    ask.textContent = model.get("ask") || phrase(model.get("can_undo") ? "then" : "first");
  });

  on(["bars", "apart"], () => {
    const apart = model.get("apart");
    one.setAttribute("aria-pressed", String(!apart));
    each.setAttribute("aria-pressed", String(apart));
    everyone.part.hidden = apart;
    everyone.draw();
    for (const { group, plot, own } of strips) {
      own.part.hidden = !apart;
      own.draw();
      plot.style.setProperty("--bar", `${(100 * (model.get("bars")[group] - low)) / (top - low)}%`);
    }
  });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;
  on(["result"], () => {
    const { counts, parts, gaps, accuracy } = model.get("result");
    for (const { group, numbers } of strips) {
      for (const key of Object.keys(numbers)) numbers[key].textContent = count(counts[group][key]);
    }
    for (const { measure, because, cells, gap, bar } of rows) {
      const sentences = cells.map((/** @type {any} */ { group, share, of }) => {
        const [part, all] = parts[group][measure];
        share.textContent = all ? word(model, "percent", { number: number((100 * part) / all, 1) }) : "\u2013";
        of.textContent = all ? word(model, "of", { part: count(part), whole: count(all) }) : word(model, "nobody");
        return all
          ? phrase(`because_${measure}`, { group: name(group), part: count(part), whole: count(all) })
          : `${name(group)}: ${word(model, "nobody")}.`;
      });
      because.replaceChildren(...sentences.map((/** @type {string} */ sentence) => h("p", {}, sentence)));
      gap.textContent = gaps[measure] === null ? "\u2013" : points(gaps[measure]);
      bar.style.inlineSize = `${100 * (gaps[measure] ?? 0)}%`;
    }
    whole.textContent = word(model, "right_of_all", { share: number(100 * accuracy, 1) });
    // Said when the bar has come to rest: a drag would be a flood of words.
    clearTimeout(quiet);
    quiet = setTimeout(() => say(sentence()), 500);
  });

  function points(/** @type {number} */ gap) {
    return word(model, "points", { gap: number(100 * gap, 1) });
  }

  function sentence() {
    const { gaps } = model.get("result");
    const bars = groups.map((group) => word(model, "bar_at", {
      group: name(group), bar: atBar(model.get("bars")[group]),
    }));
    const widest = model.get("show").reduce((/** @type {string} */ a, /** @type {string} */ b) =>
      (gaps[b] ?? -1) > (gaps[a] ?? -1) ? b : a);
    const gap = both && gaps[widest] !== null
      ? word(model, "widest", { measure: phrase(widest), gap: points(gaps[widest]) }) : whole.textContent;
    return `${bars.join(" ")} ${gap}`;
  }

  return () => {
    clearTimeout(quiet);
    leave();
  };
}

export default { render };
