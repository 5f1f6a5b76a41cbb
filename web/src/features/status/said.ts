/** A status as one types it: `:palm_tree: On holiday until friday`. */
import type { Status } from "../../api/types";
import type { Emoji } from "../composer/emoji";
import { timeOf } from "../later/times";

/** For words without an emoji. */
export const PLAIN = "💬";
/** For those who aren't to be disturbed, and say no more. */
export const QUIET = "🔕";

const PICTURE =
  /^(?:[0-9#*]\ufe0f?\u20e3|\p{RI}{2}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic}|[\u{e0020}-\u{e007f}])*)(?=\s|$)/u;
const CODE = /^:([a-z0-9_+-]+):(?=\s|$)/i;

/** Whether the list of emoji is needed to know what is meant. */
export const hasCode = (text: string): boolean => CODE.test(text);

/** null: it begins with `:name:`, and there's no such emoji. */
export function statusOf(text: string, emoji: readonly Emoji[], now: Date): Status | null {
  const code = CODE.exec(text);
  const name = code?.[1]?.toLowerCase() ?? "";
  const picture = code ? emoji.find((it) => it.names.includes(name))?.emoji : PICTURE.exec(text)?.[0];
  if (code && !picture) return null;
  const said = text
    .slice(code?.[0].length ?? picture?.length ?? 0)
    .trim()
    .replace(/\s+/g, " ");
  const [words, until] = endOf(said, now);
  return { emoji: picture ?? PLAIN, text: words, until };
}

/** `until 15:30`, `for an hour`, or nothing; null: it's no time. */
export function quietOf(text: string, now: Date): Status | null {
  const [words, until] = endOf(text, now);
  return words ? null : { emoji: QUIET, text: "", until, quiet: true };
}

/** Words, and the end that they name after `until` or `for`; what names none belongs to them. */
function endOf(said: string, now: Date): [words: string, until: number | null] {
  const [, words = "", way = "", wish = ""] = /^(.*?)(?:^|\s)(until|for) (.{1,40})$/i.exec(said) ?? [];
  const end = way.toLowerCase() === "for" ? timeOf(`in ${wish}`, now) : (timeOf(`at ${wish}`, now) ?? timeOf(wish, now));
  return end && end > now ? [words, end.getTime() * 1_000] : [said, null];
}
