/** When a status ends. */
import { expect, test } from "vitest";
import { ENDS, endOf } from "./ends";

const at = (...when: [number, number, number, number, number]) => new Date(...when);
const micros = (date: Date) => date.getTime() * 1_000;

test("today ends at midnight, the week with its Sunday", () => {
  const friday = at(2026, 10, 27, 15, 30);
  expect(endOf("today", friday)).toBe(micros(at(2026, 10, 28, 0, 0)));
  expect(endOf("week", friday)).toBe(micros(at(2026, 10, 30, 0, 0)));
  expect(endOf("week", at(2026, 10, 30, 0, 0))).toBe(micros(at(2026, 11, 7, 0, 0)));
  expect(endOf("week", at(2026, 10, 29, 23, 59))).toBe(micros(at(2026, 10, 30, 0, 0)));
});

test("every end but the open one is ahead", () => {
  const now = at(2026, 11, 31, 23, 59);
  for (const end of ENDS.filter((it) => it !== "never")) expect(endOf(end, now), end).toBeGreaterThan(micros(now));
  expect(endOf("never", now)).toBeNull();
});
