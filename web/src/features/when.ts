/** Times on the wire (microseconds) in the reader's words, as short as they can be. */
import { inLanguage } from "../texts/language";

const time = inLanguage((it) => new Intl.DateTimeFormat(it, { timeStyle: "short" }));
const day = inLanguage((it) => new Intl.DateTimeFormat(it, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }));
const full = inLanguage((it) => new Intl.DateTimeFormat(it, { dateStyle: "medium", timeStyle: "short" }));

export function when(microseconds: number): string {
  const [then, now] = [new Date(microseconds / 1000), new Date()];
  if (then.toDateString() === now.toDateString()) return time().format(then);
  return (then.getFullYear() === now.getFullYear() ? day() : full()).format(then);
}
