// @ts-check
import { h, send, word } from "./shared.js";
import { loop, saidOf, sign, turns } from "./chooser.js";

/** An oak, a pine, and the flag of the patrol, drawn by hand on a paper of 24 by 24. */
const PLACE_SIGNS = {
  oak: "M12 21v-8M9 21h6M12 14C8 16.5 3 13 5 9.5C2.5 5.5 8 1.5 12 4c4-2.5 9.5 1.5 7 5.5C21 13 16 16.5 12 14z",
  pine: "M12 21v-4M9 21h6M12 2l4 6h-2l4 5h-2l3 4H5l3-4H6l4-5H8z",
};
const FLAG = "M6 22V3M6 4h12l-3 4 3 4H6";

/** What to do next: the key of the sentence above all.
 * @param {{days: number, looked: boolean, swapped: boolean, choices: boolean, changed: boolean}} state */
export function patrolPrompt({ days, looked, swapped, choices, changed }) {
  if (!days) return "p_first";
  if (days < 5) return "p_few";
  if (days < 15) return "p_ten";
  if (!looked) return "p_look";
  if (swapped) return "p_swapped";
  return choices && !changed ? "p_try" : "p_done";
}

/** @param {{model: any, el: HTMLElement}} view */
function renderPatrol(view) {
  const { model } = view;
  const name = (/** @type {string} */ place) => model.get("names")[place];
  const go = (/** @type {number} */ by) =>
    send(model, { days: turns(model.get("days"), by, model.get("most")) });

  const places = Object.entries(PLACE_SIGNS).map(([place, tree]) => {
    const met = h("p", {});
    const here = h("p", { class: "howcome-patrol-here" }, sign(FLAG), word(model, "here"));
    return { place, met, here, part: h("li", { class: "howcome-patrol-place" }, sign(tree), h("b", {}, name(place)), met, here) };
  });
  const why = h("p", {});
  const look = h("button", {
    type: "button", class: "howcome-button", onclick: () => send(model, { looked: !model.get("looked") }),
  }, word(model, "look"));
  const button = (/** @type {number} */ by, /** @type {string} */ text) => h("button", {
    type: "button", class: `howcome-button${by === 1 ? " howcome-loop-main" : ""}`, onclick: () => go(by),
  }, text);
  const steps = h("div", { class: "howcome-loop-steps", role: "group", "aria-label": word(model, "steps") },
    button(1, word(model, "day")), ...[10, 50].map((by) => button(by, word(model, "days", { count: by }))), look);

  return loop(view, {
    now: [h("ul", { class: "howcome-patrol-places" }, ...places.map(({ part }) => part)), why, steps],
    free: () => model.get("looked"),
    signs: PLACE_SIGNS,
    pick: (setting, value) => send(model, { [setting]: value }),
    luck: () => send(model, { deal: model.get("deal") + 1 }),
    prompt: (state) => patrolPrompt({
      ...state, days: model.get("days"), looked: model.get("looked"), swapped: model.get("first") !== null,
    }),
    draw(result) {
      for (const { place, met, here, part } of places) {
        met.textContent = result.met[place];
        here.classList.toggle("howcome-patrol-away", result.next !== place);
        part.classList.toggle("howcome-patrol-next", result.next === place);
      }
      why.textContent = `${word(model, "next", { day: result.day, place: name(result.next) })} ${result.why}`;
      look.setAttribute("aria-pressed", String(model.get("looked")));
    },
    news(before, result) {
      return result.of.days === before.of.days + 1 ? result.told : saidOf(result.runs);
    },
  });
}

export default { render: renderPatrol };
