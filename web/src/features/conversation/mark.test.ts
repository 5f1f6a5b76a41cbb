/** Where my keywords are marked, and where they are left alone. */
import { lexer, type Token, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { markingOf } from "./mark";

function keywords(tokens: Token[]): string[] {
  return tokens.flatMap((token) => {
    const { type, text, tokens = [], items = [], header, rows = [] } = token as Tokens.Generic;
    if (type === "keyword") return [text];
    return keywords([...tokens, ...items, ...(Array.isArray(header) ? header : []), ...rows.flat()]);
  });
}

describe("my keywords", () => {
  const mark = markingOf(["tide"]);
  const found = (text: string) => keywords(mark(lexer(text, { gfm: true, breaks: true })));

  it("are marked wherever words are", () => {
    expect(
      found("Tide, **tide**\n\n- [ ] tide\n- a _tide_\n\n> tide\n\n| tide |\n| - |\n| tide |\n\n[the tide](https://example.org)"),
    ).toHaveLength(8);
  });

  it("are left alone in code and in mentions", () => {
    expect(found("`tide`\n\n```\ntide\n```\n\n[tide](workloop:U1)")).toEqual([]);
  });

  it("are looked for by the same list in the same way", () => {
    const list = ["fog"];
    expect(markingOf(list)).toBe(markingOf(list));
  });
});
