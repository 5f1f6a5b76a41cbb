/** What one prefers, whatever stands in it. */
import { describe, expect, it } from "vitest";
import { arrangementOf, moved } from "./preferences";

const section = (id: string, ...channels: string[]) => ({ id, name: id.toUpperCase(), channels });

describe("an arrangement", () => {
  it("is read as it was kept", () => {
    const kept = { sections: [section("a", "C1", "C2")], folded: ["a", "directs"], order: "recent" };
    expect(arrangementOf(kept)).toEqual(kept);
  });

  it("is the usual one when nothing, or nonsense, was kept", () => {
    const usual = { sections: [], folded: [], order: "name" };
    for (const kept of [undefined, null, 7, "x", [], { sections: "x", folded: { a: 1 }, order: "up" }, { sections: [null, { id: 1 }] }]) {
      expect(arrangementOf(kept), JSON.stringify(kept)).toEqual(usual);
    }
  });

  it("keeps of a section what can be shown", () => {
    const sections = [
      { id: "a", name: "x".repeat(500), channels: ["C1", 7, null] },
      ...Array.from({ length: 50 }, (_, at) => section(`s${at}`)),
    ];
    const read = arrangementOf({ sections });
    expect(read.sections).toHaveLength(30);
    expect(read.sections[0]).toEqual({ id: "a", name: "x".repeat(40), channels: ["C1"] });
  });

  it("has a conversation in one section only", () => {
    const sections = [section("a", "C1", "C2"), section("b", "C3")];
    expect(moved(sections, "C1", "b")).toEqual([section("a", "C2"), section("b", "C3", "C1")]);
    expect(moved(sections, "C3", null)).toEqual([section("a", "C1", "C2"), section("b")]);
    expect(moved(sections, "C3", "b")).toEqual(sections);
  });
});
