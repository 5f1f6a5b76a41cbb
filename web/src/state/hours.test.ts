/** Hours by the cases that the server is tested with too. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Hours } from "../api/types";
import { hold, holdNow } from "./hours";

interface Case {
  hours: Hours;
  within: [number, number][];
  outside: [number, number][];
}

const path = new URL("../../../crates/protocol/src/notices/hours.json", import.meta.url);
const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];

test.each(cases)("$hours hold from and until", ({ hours, within, outside }) => {
  for (const [day, minute] of within) expect(hold(hours, day, minute)).toBe(true);
  for (const [day, minute] of outside) expect(hold(hours, day, minute)).toBe(false);
});

test("they hold where I am", () => {
  // A Saturday, 22:30 in UTC: Sunday, 04:00 in Kolkata.
  const now = new Date("2026-11-28T22:30:00Z");
  const sunday = { days: [7], from: 240, to: 241 };
  expect(holdNow(sunday, "Asia/Kolkata", now)).toBe(true);
  expect(holdNow(sunday, "", now)).toBe(false);
  expect(holdNow({ days: [6], from: 1_350, to: 1_351 }, "Nowhere/Atall", now)).toBe(true);
  const midnight = new Date("2026-11-29T00:00:00Z");
  expect(holdNow({ days: [7], from: 0, to: 1 }, "UTC", midnight)).toBe(true);
});
