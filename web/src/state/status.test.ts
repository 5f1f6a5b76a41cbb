/** How long a status holds. */
import { expect, test } from "vitest";
import { left } from "./status";

const status = (until: number | null) => ({ emoji: "🌴", text: "", until });

test("a status is over at its end and not before", () => {
  expect(left(status(5_000_000), 4_999)).toBe(1);
  expect(left(status(5_000_000), 5_000)).toBe(0);
  expect(left(status(5_000_000), 9_000)).toBe(0);
});

test("one without an end stays", () => {
  expect(left(status(null), 9_000)).toBeNull();
});
