/** A status in words, with when it ends: by the clock and calendar of this device. */
import type { Status } from "../../api/types";
import { status as t } from "../../texts/en/status";
import { inLanguage, isolated } from "../../texts/language";
import { when } from "../when";

const DAY_MS = 24 * 60 * 60_000;
const day = inLanguage((it) => new Intl.DateTimeFormat(it, { weekday: "long", day: "numeric", month: "long" }));

/** `🗓️ In a meeting · until 15:30`; what ends at midnight ends with the day before. */
export function wordsOf(status: Status, now = new Date()): string {
  const said = status.text ? isolated(status.text) : status.quiet ? t("disturb") : "";
  const plain = `${status.emoji} ${said}`.trim();
  const words = status.quiet && status.text ? t("quietly", { words: plain }) : plain;
  if (status.until === null) return words;
  const end = new Date(status.until / 1_000);
  const midnight = end.getHours() === 0 && end.getMinutes() === 0;
  if (!midnight) return t("until", { words, when: when(status.until) });
  const last = new Date(end.getTime() - DAY_MS / 2);
  return last.toDateString() === now.toDateString() ? t("untilTonight", { words }) : t("untilEndOf", { words, day: day().format(last) });
}
