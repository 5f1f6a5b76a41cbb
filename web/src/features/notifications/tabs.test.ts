/** Which conversations an address shows. */
import { expect, it } from "vitest";
import { shownAt } from "./tabs";

it("the channel and the thread beside it, on a phone only what is in front", () => {
  expect(shownAt("/c/C1", false)).toEqual(["C1"]);
  expect(shownAt("/c/C1", true)).toEqual(["C1"]);
  expect(shownAt("/c/C1/t/M1", false)).toEqual(["C1", "C1/M1"]);
  expect(shownAt("/c/C1/t/M1", true)).toEqual(["C1/M1"]);
  expect(shownAt("/c/C1/about", false)).toEqual(["C1"]);
  expect(shownAt("/c/C1/about", true)).toEqual([]);
});

it("none elsewhere", () => {
  for (const path of ["/", "/threads", "/account/notifications", "/c/"]) expect(shownAt(path, false), path).toEqual([]);
});
