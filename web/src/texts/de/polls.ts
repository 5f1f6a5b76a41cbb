/** Umfragen. */
import type { Whole } from "../whole";

export const polls: Whole["polls"] = {
  title: "Neue Umfrage",
  question: "Frage",
  answer: "Antwort {number, number}",
  addAnswer: "Antwort hinzufügen",
  removeAnswer: "Antwort {number, number} entfernen",
  multiple: "Mehrere Antworten wählbar",
  anonymously: "Anonym",
  anonymousHint: "Niemand sieht, wer was gewählt hat.",
  ends: "Endet",
  never: "Wenn du sie beendest",
  hour: "In einer Stunde",
  day: "In einem Tag",
  week: "In einer Woche",
  ask: "Fragen",
  voters: "{count, plural, =0{noch keine Stimmen} one{# Person hat abgestimmt} other{# Personen haben abgestimmt}}",
  votes: "{count, plural, one{# Stimme} other{# Stimmen}}",
  several: "mehrere Antworten",
  anonymous: "anonym",
  closed: "beendet",
  until: "endet {when}",
  takeBack: "Stimme zurücknehmen",
  end: "Umfrage beenden",
  you: "du",
};
