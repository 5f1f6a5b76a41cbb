/** How long a status holds. */
import { expect, test } from "vitest";
import { isQuiet, left } from "./status";
import type { World } from "./world";

const status = (until: number | null) => ({ emoji: "🌴", text: "", until });

test("a status is over at its end and not before", () => {
  expect(left(status(5_000_000), 4_999)).toBe(1);
  expect(left(status(5_000_000), 5_000)).toBe(0);
  expect(left(status(5_000_000), 9_000)).toBe(0);
});

test("one without an end stays", () => {
  expect(left(status(null), 9_000)).toBeNull();
});

test("one isn't disturbed while a status that says so holds", () => {
  const quiet = (status: object | null) => isQuiet({ account: { status } } as World);
  expect(quiet({ ...status(null), quiet: true })).toBe(true);
  expect(quiet({ ...status((Date.now() + 60_000) * 1_000), quiet: true })).toBe(true);
  expect(quiet({ ...status((Date.now() - 1) * 1_000), quiet: true })).toBe(false);
  expect(quiet(status(null))).toBe(false);
  expect(quiet(null)).toBe(false);
  const during = (hours: object | null) => isQuiet({ account: { status: null, notices: { hours }, time_zone: "UTC" } } as unknown as World);
  expect(during(null)).toBe(false);
  expect(during({ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1_440 })).toBe(false);
  const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
  const gone = (minute + 720) % 1_440;
  expect(during({ days: [1, 2, 3, 4, 5, 6, 7], from: gone, to: (gone + 60) % 1_440 || 1_440 })).toBe(true);
});
