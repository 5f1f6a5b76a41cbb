/** From what was pushed to what is shown; and whether it is shown at all. */
import type { Words } from "../texts/pushwords";

/** The text of a push, as the server writes it (crates/chat/src/push/text.rs). */
export interface Said {
  v: number;
  /** The conversation, as open pages tag theirs; or the reminder's id. */
  tag: string;
  /** The newest message, or the reminder. */
  about: string;
  url: string;
  reminder: boolean;
  /** The rest is only there where the person wants the text. */
  workspace?: string;
  channel?: string;
  author?: string;
  text?: string;
  files?: number;
  count?: number;
  thread?: boolean;
}

/** Where no page has left any. */
export const PLAIN: Words = {
  lang: "en",
  dir: "ltr",
  message: "Workloop",
  reminder: "Workloop",
  remember: "{about}",
  inPlace: "{author} – {place}",
  inThread: "{author} – {place}",
  file: "…",
};

/** As in those of pages that are open (features/notifications/show.ts), which take either off. */
export interface Carried {
  url: string;
  about?: string;
  seq?: number;
  count?: number;
}

export interface Notice {
  title: string;
  body: string;
  tag: string;
  carried: Carried | null;
}

const ADDRESS = /^\/c\/(\w+)(?:\/t\/(\w+))?(?:\?at=(\d+))?$/;

/** Reads a push; null for one of a newer server that can't be read. */
export function read(text: string): Said | null {
  try {
    const said = JSON.parse(text) as Partial<Said> | null;
    const known = said && typeof said.tag === "string" && typeof said.about === "string" && ADDRESS.test(said.url ?? "");
    return known ? (said as Said) : null;
  } catch {
    return null;
  }
}

/** What an unreadable push says: something has to be shown for each. */
export const unread = (words: Words): Notice => ({ title: words.message, body: "", tag: "unread", carried: null });

export function noticeOf(said: Said, words: Words): Notice {
  const { tag, reminder, author = "", channel, text, count = 1 } = said;
  const carried = carriedBy(said);
  if (text === undefined) return { title: reminder ? words.reminder : words.message, body: "", tag, carried };
  const place = channel ? `#${channel}` : "";
  const who = place && author ? filled(said.thread ? words.inThread : words.inPlace, { author, place }) : author || place;
  const title = (reminder ? filled(words.remember, { about: who }) : who) || words.message;
  const what = text || (said.files ? words.file : "");
  return { title, body: count > 1 ? `${what} (+${count - 1})` : what, tag, carried };
}

function carriedBy({ url, about, count = 1, reminder }: Said): Carried {
  const [, , , seq] = ADDRESS.exec(url) ?? [];
  return reminder ? { url, about } : { url, about, seq: Number(seq), count };
}

/** One pass, so that a name with braces in it stays a name. */
const filled = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

const pathOf = (url: string): string => new URL(url, "https://workloop.invalid").pathname;

/** Whether somebody is looking at that conversation just now. */
export const isLookedAt = (url: string, windows: readonly { url: string; focused: boolean }[]): boolean =>
  windows.some((it) => it.focused && pathOf(it.url) === pathOf(url));

/** Whether what stands on the screen of the same conversation says so much already. */
export function isTold(said: Said, standing: Carried | null): boolean {
  const { about, seq = 0 } = carriedBy(said);
  return standing !== null && (standing.about === about || (standing.seq ?? 0) > seq);
}
