/** Messages in lists. */
import { expect, it } from "vitest";
import { plain } from "./plain";

it("shows the words without their marks", () => {
  expect(plain("**Bold** and `code`, [a link](https://example.org)")).toBe("Bold and code, a link");
  expect(plain("# Title\n- one\n> two")).toBe("Title\none\ntwo");
});

it("leaves lone marks alone", () => {
  expect(plain("2 * 3 ** 4 and snake_case")).toBe("2 * 3 ** 4 and snake_case");
});

it("calls strangers somebody", () => {
  expect(plain(`<@U${"0".repeat(26)}> <!here>`)).toBe("@somebody @here");
});
