/** What was typed for a search, as its chips and its words; and back into one line. */

export interface Filter {
  key: string;
  value: string;
}

const FILTER = /(?:^|\s)(-?(?:from|in|before|after|on|has|is|to|mentions)):("[^"]*"|\S+)/gi;

export function filtersOf(query: string): Filter[] {
  return [...query.matchAll(FILTER)].map((found) => ({ key: (found[1] ?? "").toLowerCase(), value: (found[2] ?? "").replaceAll('"', "") }));
}

export function without(query: string, at: number): string {
  let index = -1;
  return query
    .replace(FILTER, (whole) => {
      index += 1;
      return index === at ? " " : whole;
    })
    .replace(/\s+/g, " ")
    .trim();
}

/** Cuts a text at its highlights, which are offsets in characters, not in UTF-16. */
export function cut(text: string, highlights: readonly (readonly number[])[]): { text: string; hit: boolean }[] {
  const characters = [...text];
  const parts: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (const [start = 0, end = 0] of [...highlights].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    if (start < at || end <= start) continue;
    if (start > at) parts.push({ text: characters.slice(at, start).join(""), hit: false });
    parts.push({ text: characters.slice(start, end).join(""), hit: true });
    at = end;
  }
  if (at < characters.length) parts.push({ text: characters.slice(at).join(""), hit: false });
  return parts;
}

const LONGEST = 280;

/** The part of a long text around its first hit. */
export function excerpt(parts: readonly { text: string; hit: boolean }[]): { text: string; hit: boolean }[] {
  const [first, ...rest] = parts;
  if (!first || first.hit || first.text.length < LONGEST / 2) return [...parts];
  const from = first.text.length - LONGEST / 4;
  return [{ text: `…${first.text.slice(first.text.indexOf(" ", from) + 1 || from)}`, hit: false }, ...rest];
}
