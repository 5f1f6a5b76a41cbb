/** Asking before a message calls many. */
import type { Whole } from "../whole";

export const reach: Whole["reach"] = {
  title: "An so viele senden?",
  people: "Das benachrichtigt {people, plural, one{# Person} other{# Personen}}.",
  zones: "Das benachrichtigt {people, plural, one{# Person} other{# Personen}} in {zones, plural, one{# Zeitzone} other{# Zeitzonen}}.",
  more: "Das benachrichtigt mehr als {people, plural, one{# Person} other{# Personen}}.",
  unknown: "Das benachrichtigt alle, die gemeint sind; wie viele das sind, lässt sich gerade nicht sagen.",
};
