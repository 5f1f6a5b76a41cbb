/** What one says of oneself for a while. */
import { area } from "../area";

export const status = area("status", {
  title: "Your status",
  what: "What are you doing?",
  emoji: "Emoji: {emoji}",
  suggestions: "Suggestions",
  meeting: "In a meeting",
  lunch: "At lunch",
  focus: "Focusing",
  home: "Working from home",
  ill: "Off sick",
  holiday: "On holiday",
  ends: "Ends",
  never: "When I take it off",
  halfHour: "In 30 minutes",
  hour: "In 1 hour",
  fourHours: "In 4 hours",
  today: "At the end of today",
  week: "At the end of this week",
  asItIs: "As before: {when}",
  until: "{words} · until {when}",
  untilTonight: "{words} · until the end of today",
  untilEndOf: "{words} · until the end of {day}",
  off: "Take off",
});
