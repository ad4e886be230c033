// The page's words, in the course's language.
let words = {};

export async function loadWords() {
  words = await (await fetch("words.json")).json();
  for (const one of document.querySelectorAll("[data-word]")) {
    one.textContent = say(one.dataset.word);
  }
}

// A sentence with its {places} filled in.
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// A sentence that has a form for one and a form for many.
export function count(key, number, values = {}) {
  return say(`${key}.${number === 1 ? "one" : "other"}`, { count: number, ...values });
}

const numbers = new Intl.NumberFormat(document.documentElement.lang);

export const number = (value) => numbers.format(value);

export const points = (value) => count("points", value, { points: number(value) });
