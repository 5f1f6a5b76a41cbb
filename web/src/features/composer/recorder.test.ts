/** What is said of a recording. */
import { expect, test } from "vitest";
import { clockText, nameOf, troubleOf } from "./recorder";

test("a clip is named by when it was made", () => {
  expect(nameOf("audio/webm", new Date(2026, 1, 3, 4, 5))).toBe("Voice clip 2026-02-03 04.05.webm");
  expect(nameOf("audio/mp4", new Date(2026, 10, 25, 23, 0))).toBe("Voice clip 2026-11-25 23.00.m4a");
});

test("time is counted in minutes and seconds", () => {
  expect([0, 999, 9_500, 60_000, 600_000].map(clockText)).toEqual(["0:00", "0:00", "0:09", "1:00", "10:00"]);
});

test("each refusal of the microphone has its own reason", () => {
  expect(troubleOf(new DOMException("", "NotAllowedError"))).toBe("denied");
  expect(troubleOf(new DOMException("", "NotFoundError"))).toBe("missing");
  expect(troubleOf(new DOMException("", "NotReadableError"))).toBe("busy");
  expect(troubleOf(new Error("else"))).toBe("busy");
});
