/** Chips and highlights. */
import { describe, expect, it } from "vitest";
import { cut, excerpt, filtersOf, without } from "./query";

describe("a search", () => {
  it("shows its filters as chips", () => {
    expect(filtersOf('anchor from:ada in:"release train" has:file')).toEqual([
      { key: "from", value: "ada" },
      { key: "in", value: "release train" },
      { key: "has", value: "file" },
    ]);
  });

  it("takes an address for words, not for a filter", () => {
    expect(filtersOf("https://example.org 10:30 xfrom:ada")).toEqual([]);
  });

  it("loses the chip that is taken out and keeps the rest", () => {
    expect(without("anchor from:ada in:harbour", 0)).toBe("anchor in:harbour");
    expect(without("from:ada", 0)).toBe("");
  });

  it("marks characters, not UTF-16 units", () => {
    expect(cut("👍 anchor", [[2, 8]])).toEqual([
      { text: "👍 ", hit: false },
      { text: "anchor", hit: true },
    ]);
  });

  it("passes over marks that overlap or are empty", () => {
    expect(
      cut("anchor", [
        [0, 3],
        [1, 4],
        [5, 5],
      ]).map((part) => part.text),
    ).toEqual(["anc", "hor"]);
  });

  it("begins a long text near its first hit", () => {
    const [first] = excerpt(cut(`${"word ".repeat(100)}anchor`, [[500, 506]]));
    expect(first?.text.startsWith("…word")).toBe(true);
    expect(first?.text.length).toBeLessThan(100);
  });
});
