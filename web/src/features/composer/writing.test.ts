/** Names, emoji and marks while writing. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../api/types";
import { world } from "../../state/world";
import { complete, decode, encode } from "./completion";
import { matching } from "./emoji";
import { shortcut, wrapped } from "./format";

const ADA = "U01ARZ3NDEKTSV4RRFFQ69G5FAV";

beforeEach(() => {
  world.people = new Map([[ADA, { user: ADA, handle: "ada", name: "Ada", active: true, rev: 1 } as Person]]);
});

describe("names", () => {
  it("are sent as whom they mean and shown as written", () => {
    expect(encode("hello @ada, ahoy")).toBe(`hello <@${ADA}>, ahoy`);
    expect(decode(`hello <@${ADA}>`)).toBe("hello @ada");
    expect(decode(encode("(@ada) and @here"))).toBe("(@ada) and @here");
  });

  it("of nobody stay words, and so do addresses and code", () => {
    for (const text of ["@nobody", "ada@ada.example", "`@ada`", "```\n@ada\n```"]) expect(encode(text)).toBe(text);
  });

  it("are offered by handle and by name, not inside words", () => {
    expect(complete("@a")[0]?.insert).toBe("@ada ");
    expect(complete("mail@a")).toEqual([]);
    expect(complete("@zzz")).toEqual([]);
  });
});

describe("emoji", () => {
  const all = [
    { emoji: "🎉", label: "party popper", names: ["tada", "party popper"] },
    { emoji: "🥳", label: "partying face", names: ["partying_face", "party"] },
  ];

  it("come by whole names first", () => {
    expect(matching(all, "party").map((it) => it.emoji)).toEqual(["🥳", "🎉"]);
    expect(complete("well done :ta", all)[0]?.insert).toBe("🎉 ");
  });

  it("don't come in times and addresses", () => {
    expect(complete("at 12:30", all)).toEqual([]);
    expect(complete("https://party", all)).toEqual([]);
  });
});

describe("marks", () => {
  const press = (key: string, shiftKey = false) => shortcut({ key, shiftKey, ctrlKey: true, metaKey: false, altKey: false });

  it("come by keys, and others are left alone", () => {
    expect([press("b"), press("i"), press("X", true), press("C", true)]).toEqual(["**", "_", "~~", "`"]);
    expect([press("c"), press("x"), press("k"), press("B", true)]).toEqual([null, null, null, null]);
  });

  it("go around what is selected and away again", () => {
    expect(wrapped("ada", "**", false).text).toBe("**ada**");
    expect(wrapped("ada", "**", true)).toEqual({ text: "ada", caret: { outside: true, shift: -2, length: 3 } });
    expect(wrapped("a\nb", "`", false).text).toBe("```\na\nb\n```");
  });
});
