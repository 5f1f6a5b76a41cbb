/** Emoji alone in a message. */
const ONE =
  /^(?::[a-z0-9][a-z0-9_+-]{1,31}:|\p{RI}{2}|[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic}|[\u{e0020}-\u{e007f}])*)\s*/u;
/** More of them are a text. */
const MOST = 20;

/** Whether a text is some emoji and nothing else: then they're shown large. */
export function isEmojiOnly(text: string): boolean {
  let rest = text;
  for (let count = 0; rest && count < MOST; count += 1) {
    const [found] = ONE.exec(rest) ?? [];
    if (!found) return false;
    rest = rest.slice(found.length);
  }
  return text !== "" && rest === "";
}

/** What is written between colons. */
export const CODE = /(?<![\p{L}\p{N}]):([a-z0-9][a-z0-9_+-]{1,31}):(?![\p{L}\p{N}])/u;
