/** What the switcher offers first. */
import { describe, expect, it } from "vitest";
import { type Candidate, closeness, habit, ranked, strengthened } from "./rank";

const row = (name: string, more: Partial<Candidate> = {}): Candidate => ({ key: name, name, waiting: 0, unread: false, habit: 0, ...more });
const names = (rows: Candidate[]) => rows.map((it) => it.name);

describe("the switcher", () => {
  it("prefers the beginning, then a word's, then the inside, then letters in order", () => {
    const rows = ["dear-bob", "the-harbour", "harbour", "oharbo", "h-a-r-b"].map((name) => row(name));
    expect(names(ranked(rows, "harb"))).toEqual(["harbour", "the-harbour", "oharbo", "h-a-r-b"]);
  });

  it("finds Zoë for zoe and nobody for rubbish", () => {
    expect(closeness("Zoë", "zoe")).toBe(4);
    expect(ranked([row("Zoë")], "xq")).toEqual([]);
  });

  it("shows what waits first when nothing is typed, then the unread, then habit", () => {
    const rows = [row("ada"), row("bela", { habit: 2 }), row("cleo", { unread: true }), row("harbour", { waiting: 1 })];
    expect(names(ranked(rows, ""))).toEqual(["harbour", "cleo", "bela", "ada"]);
  });

  it("finds a person by handle, with or without the sign", () => {
    expect(names(ranked([row("Cleo Marsh", { also: ["cmarsh"] })], "@cmar"))).toEqual(["Cleo Marsh"]);
  });

  it("forgets habits by half in a week", () => {
    const week = 7 * 24 * 3_600_000;
    expect(habit(strengthened(undefined, 0), week)).toBeCloseTo(0.5);
    expect(habit(undefined, week)).toBe(0);
  });
});
