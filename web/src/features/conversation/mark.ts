/** Cuts my keywords out of a text's tokens, so that they are shown as what they are. */
import type { Token, Tokens } from "marked";
import { type Splitting, splitting } from "../../state/keywords";

export type Marking = (tokens: Token[]) => Token[];

let last: { keywords: readonly string[]; marking: Marking } | null = null;

/** The same while the list is the same. */
export function markingOf(keywords: readonly string[]): Marking {
  if (last?.keywords !== keywords) {
    const split = splitting(keywords);
    last = { keywords, marking: (tokens) => marked(tokens, split) };
  }
  return last.marking;
}

const marked = (tokens: Token[], split: Splitting): Token[] => tokens.flatMap((token) => within(token as Tokens.Generic, split));

function within(token: Tokens.Generic, split: Splitting): Token[] {
  const inside = (it: Tokens.Generic) => (it.tokens ? { ...it, tokens: marked(it.tokens, split) } : it);
  // What is linked says where it leads; a mention is a link of ours.
  if (token.type === "link" && token.href.startsWith("workloop:")) return [token];
  if (token.type === "list") return [{ ...token, items: token.items.map(inside) }];
  if (token.type === "table")
    return [{ ...token, header: token.header.map(inside), rows: token.rows.map((row: Tokens.Generic[]) => row.map(inside)) }];
  if (token.type !== "text" || token.tokens) return [inside(token)];
  const pieces = split(token.text);
  if (pieces.length === 1) return [token];
  return pieces.map((text, index) => ({ type: index % 2 ? "keyword" : "text", raw: text, text })).filter((it) => it.text);
}
