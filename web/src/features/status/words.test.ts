/** A status in words. */
import { expect, test } from "vitest";
import { wordsOf } from "./words";

const now = new Date();
const at = (days: number, hour: number, minute = 0) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour, minute).getTime() * 1_000;
const meeting = (until: number | null) => ({ emoji: "🗓️", text: "In a meeting", until });

test("one without an end, or without words", () => {
  expect(wordsOf(meeting(null))).toBe("🗓️ In a meeting");
  expect(wordsOf({ emoji: "🌴", text: "", until: null })).toBe("🌴");
});

test("one that isn't to be disturbed", () => {
  expect(wordsOf({ ...meeting(null), quiet: true })).toBe("🗓️ In a meeting · do not disturb");
  expect(wordsOf({ emoji: "🔕", text: "", until: at(0, 15, 30), quiet: true })).toMatch(/^🔕 Do not disturb · until 3:30.PM$/);
});

test("one that ends says when: today only the hour", () => {
  expect(wordsOf(meeting(at(0, 15, 30)))).toMatch(/^🗓️ In a meeting · until 3:30.PM$/);
  expect(wordsOf(meeting(at(3, 15, 30)))).toMatch(/ · until .*\d.*3:30.PM$/);
});

test("what ends at midnight ends with the day before", () => {
  expect(wordsOf(meeting(at(1, 0)))).toBe("🗓️ In a meeting · until the end of today");
  expect(wordsOf(meeting(at(4, 0)))).toMatch(/ · until the end of \w+day, /);
});
