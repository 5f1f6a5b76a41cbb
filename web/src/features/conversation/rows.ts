/** What stands in a timeline: messages grouped by author, days, the line where new ones begin. */
import type { Message } from "../../api/types";
import { conversation as t } from "../../texts/en/conversation";
import { inLanguage } from "../../texts/language";

/** Messages of one author within this stand under one name. */
export const GROUP_US = 5 * 60 * 1_000_000;

export type Row =
  | { is: "day"; key: string; at: number }
  | { is: "new"; key: string }
  | { is: "message"; key: string; message: Message; leads: boolean };

/**
 * The rows of loaded messages; `newFrom` is the first unread `seq` of this visit. Its line
 * never stands above what `me` wrote.
 */
export function rowsOf(messages: readonly Message[], newFrom: number | null, me: string): Row[] {
  const rows: Row[] = [];
  let line = newFrom !== null && (messages[0]?.seq ?? 0) <= newFrom;
  let before: Message | null = null;
  for (const message of messages) {
    const otherDay = !before || dayOf(before.ts) !== dayOf(message.ts);
    if (otherDay) rows.push({ is: "day", key: `day ${message.id}`, at: message.ts });
    const begins = line && newFrom !== null && message.seq >= newFrom && message.author !== me;
    if (begins) line = false;
    if (begins) rows.push({ is: "new", key: "new" });
    const follows = before && before.author === message.author && isSaid(before) && isSaid(message);
    const leads = otherDay || begins || !follows || message.ts - (before?.ts ?? 0) > GROUP_US;
    rows.push({ is: "message", key: message.id, message, leads });
    before = message;
  }
  return rows;
}

/** Said by somebody, and still there: what goes under their name. */
const isSaid = (message: Message) => message.kind === "text" && !message.deleted_at;

const dayOf = (ts: number) => new Date(ts / 1000).toDateString();

const time = inLanguage((it) => new Intl.DateTimeFormat(it, { hour: "2-digit", minute: "2-digit" }));
const day = inLanguage((it) => new Intl.DateTimeFormat(it, { weekday: "long", day: "numeric", month: "long" }));
const full = inLanguage((it) => new Intl.DateTimeFormat(it, { dateStyle: "full", timeStyle: "short" }));

export const timeText = (ts: number) => time().format(ts / 1000);
export const fullText = (ts: number) => full().format(ts / 1000);

/** Which of the days that have a name of their own it was. */
export function nearDay(ts: number): "today" | "yesterday" | null {
  const [then, now] = [dayOf(ts), Date.now() * 1000];
  if (then === dayOf(now)) return "today";
  return then === dayOf(now - 86_400_000_000) ? "yesterday" : null;
}

export function dayText(ts: number): string {
  const near = nearDay(ts);
  return near ? t(near) : day().format(ts / 1000);
}
