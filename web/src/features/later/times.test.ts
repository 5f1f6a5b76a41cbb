/** Times as people say them. */
import { describe, expect, it } from "vitest";
import { fieldOf, PRESETS, spoken, timeOf, whatAndWhen } from "./times";

/** A Wednesday. */
const NOW = new Date(2026, 10, 25, 14, 30);
const at = (words: string) => {
  const time = timeOf(words, NOW);
  return time && fieldOf(time);
};

describe("a time in words", () => {
  it.each([
    ["in 20 minutes", "2026-11-25T14:50"],
    ["in 20m", "2026-11-25T14:50"],
    ["in an hour", "2026-11-25T15:30"],
    ["in half an hour", "2026-11-25T15:00"],
    ["in 2 days", "2026-11-27T14:30"],
    ["at 15:45", "2026-11-25T15:45"],
    ["at 9", "2026-11-26T09:00"],
    ["at 3pm", "2026-11-25T15:00"],
    ["at 12am", "2026-11-26T00:00"],
    ["tomorrow", "2026-11-26T09:00"],
    ["Tomorrow at 7:30", "2026-11-26T07:30"],
    ["on friday", "2026-11-27T09:00"],
    ["wednesday at 10", "2026-12-02T10:00"],
    ["on 2027-01-31 at 8", "2027-01-31T08:00"],
  ])("%s", (words, wanted) => expect(at(words)).toBe(wanted));

  it.each(["", "soon", "in minutes", "in 5 parsecs", "at 25", "at 9:75", "at 13pm", "on 2027-02-31", "tomorrow at noonish"])(
    "%s is none",
    (words) => expect(at(words)).toBeNull(),
  );
});

describe("what and when", () => {
  const said = (text: string) => {
    const found = whatAndWhen(text, NOW);
    return found && [found.what, fieldOf(found.at)];
  };

  it("the time may end it or begin it", () => {
    expect(said("water the plants in 20 minutes")).toEqual(["water the plants", "2026-11-25T14:50"]);
    expect(said("tomorrow at 9 call Bela")).toEqual(["call Bela", "2026-11-26T09:00"]);
    expect(said("call Bela tomorrow at 9")).toEqual(["call Bela", "2026-11-26T09:00"]);
    expect(said("look at the harbour at 15:45")).toEqual(["look at the harbour", "2026-11-25T15:45"]);
  });

  it("without a time there is none", () => expect(said("water the plants")).toBeNull());
});

describe("the ready times", () => {
  it("are after now, in order where they are short", () => {
    const times = PRESETS.map((it) => fieldOf(it.at(NOW)));
    expect(times).toEqual(["2026-11-25T14:50", "2026-11-25T15:30", "2026-11-25T17:30", "2026-11-26T09:00", "2026-11-30T09:00"]);
  });

  it("Monday is never today", () => {
    const monday = new Date(2026, 10, 30, 8);
    expect(fieldOf(PRESETS.at(-1)?.at(monday) ?? monday)).toBe("2026-12-07T09:00");
  });
});

describe("a time is said", () => {
  it.each([
    [new Date(2026, 10, 25, 15, 30), /^today at /],
    [new Date(2026, 10, 26, 9), /^tomorrow at /],
    [new Date(2026, 10, 28, 9), /^Saturday at /],
    [new Date(2026, 11, 24, 9), /December|24/],
    [new Date(2027, 0, 4, 9), /2027 at /],
  ])("%s", (time, wanted) => expect(spoken(time, NOW)).toMatch(wanted));
});
