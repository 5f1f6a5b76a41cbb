/** What one says of oneself for a while. */
import type { Whole } from "../whole";

export const status: Whole["status"] = {
  title: "Dein Status",
  what: "Was machst du gerade?",
  emoji: "Emoji: {emoji}",
  suggestions: "Vorschläge",
  meeting: "In einer Besprechung",
  lunch: "In der Mittagspause",
  focus: "Konzentriert bei der Arbeit",
  home: "Im Homeoffice",
  ill: "Krank",
  holiday: "Im Urlaub",
  ends: "Endet",
  never: "Wenn ich ihn wegnehme",
  halfHour: "In 30 Minuten",
  hour: "In 1 Stunde",
  fourHours: "In 4 Stunden",
  today: "Heute um Mitternacht",
  week: "Am Ende dieser Woche",
  asItIs: "Wie bisher: {when}",
  until: "{words} · bis {when}",
  untilTonight: "{words} · bis heute um Mitternacht",
  untilEndOf: "{words} · bis {day}, um Mitternacht",
  off: "Wegnehmen",
};
