/** A status as one types it. */
import { describe, expect, it } from "vitest";
import { quietOf, statusOf } from "./said";

const NOW = new Date(2026, 10, 27, 14, 0);
const EMOJI = [{ emoji: "🌴", label: "palm tree", names: ["palm_tree", "palm tree"] }];
const said = (text: string) => statusOf(text, EMOJI, NOW);
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime() * 1_000;

describe("a status that is typed", () => {
  it.each([
    [":palm_tree: On the island", "🌴", "On the island"],
    [":Palm_Tree:", "🌴", ""],
    ["🏴‍☠️  At   sea", "🏴‍☠️", "At sea"],
    ["👩🏽‍💻 Coding", "👩🏽‍💻", "Coding"],
    ["🇩🇪 Away", "🇩🇪", "Away"],
    ["1️⃣ thing at a time", "1️⃣", "thing at a time"],
    ["Deep in thought", "💬", "Deep in thought"],
    ["3 meetings in a row", "💬", "3 meetings in a row"],
  ])("%s", (text, emoji, words) => expect(said(text)).toEqual({ emoji, text: words, until: null }));

  it.each([
    ["In a meeting until 15:30", "In a meeting", at(27, 15, 30)],
    ["In a meeting until 9", "In a meeting", at(28, 9)],
    ["🌴 Gone until monday", "Gone", at(30, 9)],
    ["🌴 Gone until tomorrow at 8", "Gone", at(28, 8)],
    ["At lunch for 45 minutes", "At lunch", at(27, 14, 45)],
    ["for an hour", "", at(27, 15)],
  ])("%s ends", (text, words, until) => expect(said(text)).toMatchObject({ text: words, until }));

  it("keeps what names no time", () => {
    for (const text of ["Busy until further notice", "Waiting for Bela", "Gone until today at 9"])
      expect(said(text)).toEqual({ emoji: "💬", text, until: null });
  });

  it("is none when nobody knows its emoji", () => expect(said(":no_such: words")).toBeNull());
});

it("not to be disturbed, for a time or until it's taken off", () => {
  const quiet = { emoji: "🔕", text: "", quiet: true };
  expect(quietOf("", NOW)).toEqual({ ...quiet, until: null });
  expect(quietOf("for an hour", NOW)).toEqual({ ...quiet, until: at(27, 15) });
  expect(quietOf("until 15:30", NOW)).toEqual({ ...quiet, until: at(27, 15, 30) });
  expect(quietOf("please", NOW)).toBeNull();
  expect(quietOf("until later", NOW)).toBeNull();
});
