/** Coming closer and moving about. */
import { expect, test } from "vitest";
import { panned, scaled } from "./zoom";

const WHOLE = { scale: 1, x: 0, y: 0 };

test("the point one looks at stays where it is", () => {
  const near = scaled(WHOLE, 2, 100, 50);
  expect(near).toEqual({ scale: 2, x: -100, y: -50 });
  // A point of the picture, seen through both views.
  expect((100 - near.x) / near.scale).toBe(100);
});

test("it is never smaller than whole nor larger than eight times", () => {
  expect(scaled(WHOLE, 0.1)).toEqual(WHOLE);
  expect(scaled(WHOLE, 100).scale).toBe(8);
  expect(scaled({ scale: 2, x: 30, y: 30 }, 0.5)).toEqual(WHOLE);
});

test("it is never pushed out of sight", () => {
  expect(panned({ scale: 2, x: 0, y: 0 }, 9_000, -9_000, 1_000, 600)).toEqual({ scale: 2, x: 500, y: -300 });
  expect(panned(WHOLE, 50, 50, 1_000, 600)).toEqual({ scale: 1, x: 0, y: 0 });
});
