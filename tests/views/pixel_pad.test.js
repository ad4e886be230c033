// What PixelPad's view works out by itself, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { between, byte, cellAt, outOf100, palette } from "../../widgets/howcome/activities/pixel_pad.js";

test("the palette has every gray if they are few, else the quarters", () => {
  assert.deepEqual(palette(1), [0, 1]);
  assert.deepEqual(palette(8), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(palette(16), [0, 4, 8, 12, 16]);
  for (let levels = 1; levels <= 16; levels += 1) {
    const grays = palette(levels);
    assert.equal(new Set(grays).size, grays.length);
    assert.deepEqual([grays[0], grays.at(-1)], [0, levels]);
  }
});

test("gray 0 is the paper: white or black", () => {
  assert.deepEqual([0, 8, 16].map((gray) => byte(gray, 16, "white")), [255, 127, 0]);
  assert.deepEqual([0, 8, 16].map((gray) => byte(gray, 16, "black")), [0, 128, 255]);
});

test("a point lies in a cell, or in none", () => {
  const box = { left: 10, top: 20, width: 70, height: 70 };
  assert.equal(cellAt(10, 20, box, 7), 0);
  assert.equal(cellAt(79.9, 20, box, 7), 6);
  assert.equal(cellAt(25, 85, box, 7), 43);
  assert.equal(cellAt(79.9, 89.9, box, 7), 48);
  for (const [x, y] of [[9.9, 30], [80, 30], [30, 19.9], [30, 90]]) assert.equal(cellAt(x, y, box, 7), null);
});

test("a fast hand leaves no gaps", () => {
  assert.deepEqual(between(0, 3, 7), [0, 1, 2, 3]);
  assert.deepEqual(between(3, 0, 7), [3, 2, 1, 0]);
  assert.deepEqual(between(0, 24, 7), [0, 8, 16, 24]);
  assert.deepEqual(between(5, 5, 7), [5]);
  for (let from = 0; from < 64; from += 1) {
    for (let to = 0; to < 64; to += 1) {
      const way = between(from, to, 8);
      assert.deepEqual([way[0], way.at(-1)], [from, to]);
      for (let at = 1; at < way.length; at += 1) {
        assert.ok(Math.abs((way[at] % 8) - (way[at - 1] % 8)) <= 1);
        assert.ok(Math.abs(Math.floor(way[at] / 8) - Math.floor(way[at - 1] / 8)) <= 1);
      }
    }
  }
});

test("only a share of all is 100, and only one of nothing 0", () => {
  assert.deepEqual(outOf100(1), { sign: "", number: 100 });
  assert.deepEqual(outOf100(0.9999), { sign: ">", number: 99 });
  assert.deepEqual(outOf100(0.994), { sign: "", number: 99 });
  assert.deepEqual(outOf100(0.0001), { sign: "<", number: 1 });
  assert.deepEqual(outOf100(0), { sign: "", number: 0 });
});
