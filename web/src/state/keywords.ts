/**
 * Where my keywords are in a text, by the server's rule (`chat::keywords`): whole words, in any
 * case. Loaded only by those who have some.
 */
const WORD = /[\p{L}\p{M}\p{N}]/u;
const MARK = /\p{M}/u;
/** Letters of scripts that are written without spaces between words, or whose words carry particles. */
const UNSPACED =
  /[\u{e00}-\u{eff}\u{1000}-\u{109f}\u{1780}-\u{17ff}\u{3040}-\u{30ff}\u{31f0}-\u{31ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{ac00}-\u{d7af}\u{f900}-\u{faff}\u{20000}-\u{3ffff}]/u;

/** By way of the upper case, so that ß is ss, and each sigma one. */
const fold = (char: string): string => (/\s/u.test(char) ? " " : [...char.toUpperCase()].map((it) => it.toLowerCase()).join(""));

/** Folded characters, and for each the place in the text that it came from. */
function folded(text: string): { chars: string[]; from: number[] } {
  const chars: string[] = [];
  const from: number[] = [];
  [...text].forEach((char, index) => {
    for (const it of fold(char)) {
      if (it === " " && chars.at(-1) === " ") continue;
      chars.push(it);
      from.push(index);
    }
  });
  return { chars, from };
}

/** Whether a word may end between these two. */
function ends(one: string | undefined, next: string | undefined): boolean {
  if (!one || !next || !WORD.test(one) || !WORD.test(next)) return true;
  return !MARK.test(next) && (UNSPACED.test(one) || UNSPACED.test(next));
}

/** A text in pieces, of which every second (the first is before any) is a keyword as it stands there. */
export type Splitting = (text: string) => string[];

export function splitting(keywords: readonly string[]): Splitting {
  const wanted = keywords.map((it) => folded(it.normalize("NFC")).chars);
  return (text) => {
    const composed = text.normalize("NFC");
    const { chars, from } = folded(composed);
    const found: [number, number][] = [];
    for (const word of wanted) {
      for (let at = 0; at + word.length <= chars.length; at += 1) {
        const after = at + word.length;
        if (word.some((char, index) => chars[at + index] !== char)) continue;
        if (!ends(chars[at - 1], word[0]) || !ends(word.at(-1), chars[after])) continue;
        found.push([from[at] ?? 0, (from[after - 1] ?? 0) + 1]);
      }
    }
    if (found.length === 0) return [text];
    const all = [...composed];
    const pieces: string[] = [];
    let done = 0;
    for (const [start, end] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      // Of two that overlap, the one that begins first and is longest.
      if (start < done) continue;
      pieces.push(all.slice(done, start).join(""), all.slice(start, end).join(""));
      done = end;
    }
    return [...pieces, all.slice(done).join("")];
  };
}
