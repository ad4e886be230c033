// The pure half of the board: which cards lie on it, where a border runs, what is read at a place.
import assert from "node:assert/strict";
import test from "node:test";

import { cardsOf, lettersOf, outlines, saidAt } from "../../widgets/howcome/activities/teach_board.js";

/** A land of (cells + 1) squared corners. @param {number} cells
 * @param {(x: number, y: number) => number} height above 0 is kind 1; how far is how clear */
function landOf(cells, height) {
  let said = "";
  /** @type {number[]} */
  const clear = [];
  for (let up = 0; up <= cells; up += 1) {
    for (let across = 0; across <= cells; across += 1) {
      const value = height(across / cells, up / cells);
      said += value > 0 ? "1" : "0";
      clear.push(Math.max(1, Math.round(1000 * Math.abs(value))));
    }
  }
  return { said, clear };
}

/** The numbers of a path, in pairs. @param {string} path */
const pairs = (path) => [...path.matchAll(/[ML](\S+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

/** The area of the closed parts of a path, in hundredths of the board. @param {string} path */
function areaOf(path) {
  const corners = (/** @type {string} */ part) => {
    const strip = part.match(/^(\S+) (\S+)H(\S+)V(\S+)H/);
    if (!strip) return pairs(`M${part}`);
    const [x, y, right, top] = strip.slice(1).map(Number);
    return [[x, y], [right, y], [right, top], [x, top]];
  };
  return path.split(/[MZ]+/).filter(Boolean).reduce((sum, part) => {
    const some = corners(part);
    return sum + Math.abs(some.reduce((all, [x, y], at) => {
      const [nextX, nextY] = some[(at + 1) % some.length];
      return all + x * nextY - nextX * y;
    }, 0)) / 2;
  }, 0);
}

const START = [[0, 0, "off"], [1, 1, "on"], [2, 2, "on"]];

test("cards are the first ones that are left, with their labels, then the added ones", () => {
  const cards = cardsOf(START, [0], { 2: "off" }, [[3, 3, "on"]], ["off", "on"]);
  assert.deepEqual(cards.map(({ x, label, kind, added, at }) => [x, label, kind, added, at]), [
    [1, "on", 1, false, 1], [2, "off", 0, false, 2], [3, "on", 1, true, 0],
  ]);
});

test("under a curve a card has no label", () => {
  assert.deepEqual(cardsOf([[1, 60]], [], {}, [[2, 70]], []).map(({ x, y, kind }) => [x, y, kind]), [[1, 60, 0], [2, 70, 0]]);
});

test("a straight border is drawn straight", () => {
  const { border } = outlines(landOf(32, (x, y) => (x + 2 * y - 1.2) / 4));
  const places = pairs(border);
  assert.ok(places.length > 40);
  for (const [x, y] of places) assert.ok(Math.abs(x / 100 + 2 * (1 - y / 100) - 1.2) < 0.012, `${x} ${y}`);
});

test("the shapes fill the board and do not overlap", () => {
  for (const height of [
    () => -1, (/** @type {number} */ x) => x - 0.3,
    (/** @type {number} */ x, /** @type {number} */ y) => (x - 0.5) * (y - 0.5),
    (/** @type {number} */ x, /** @type {number} */ y) => Math.sin(9 * x) * Math.cos(7 * y),
  ]) {
    const { shapes } = outlines(landOf(32, height));
    const whole = Object.values(shapes).reduce((sum, path) => sum + areaOf(path), 0);
    assert.ok(Math.abs(whole - 10000) < 10, String(whole));
  }
  const { shapes } = outlines(landOf(32, (x) => x - 0.3));
  assert.ok(Math.abs(areaOf(shapes[0]) - 3000) < 10);
});

test("three kinds may meet in one cell", () => {
  const { shapes } = outlines({ said: "0122", clear: [500, 500, 500, 500] });
  assert.deepEqual(Object.keys(shapes), ["0", "1", "2"]);
  assert.ok(Math.abs(Object.values(shapes).reduce((sum, path) => sum + areaOf(path), 0) - 10000) < 1);
});

test("one kind everywhere has no border, and is drawn as strips", () => {
  const { shapes, border } = outlines(landOf(32, () => -1));
  assert.equal(border, "");
  assert.equal(shapes[0].match(/M/g)?.length, 32);
});

test("what is read at a place is what is drawn there", () => {
  const land = landOf(32, (x, y) => x + y - 1.013);
  for (const [x, y, kind] of [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0], [0.51, 0.51, 1], [1, 0, 0], [1, 0.02, 1]]) {
    assert.equal(saidAt(land, x, y), kind, `${x} ${y}`);
  }
});

test("letters are those by which the names differ", () => {
  assert.deepEqual(lettersOf(["Adelie", "Chinstrap", "Gentoo"]), ["A", "C", "G"]);
  assert.deepEqual(lettersOf(["off", "on"]), ["F", "N"]);
  assert.deepEqual(lettersOf(["a", "a"]), ["A", "B"]);
  assert.deepEqual(lettersOf([]), []);
});
