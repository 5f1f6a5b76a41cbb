/** A forgotten password. */
import type { Whole } from "../whole";

export const reset: Whole["reset"] = {
  title: "Passwort vergessen?",
  lead: "Gib die E-Mail-Adresse deines Kontos ein. Dorthin geht ein Link, mit dem du ein neues Passwort festlegst.",
  send: "Link senden",
  sentTitle: "Schau in deine E-Mails",
  sent: "Wenn es ein Konto für {email} gibt, ist ein Link unterwegs. Er gilt eine Stunde.",
  sentHint: "Nichts angekommen? Schau im Spam nach, oder prüf die Adresse und versuch es noch einmal.",
  back: "Zurück zur Anmeldung",
  chooseTitle: "Neues Passwort festlegen",
  chooseLead: "Du wirst auf allen Geräten abgemeldet.",
  set: "Passwort festlegen",
  ended: "Dieser Link gilt nicht mehr",
  endedWhy: "Er ist abgelaufen oder wurde schon benutzt. Fordere einen neuen an.",
  askAgain: "Neuen Link anfordern",
  done: "Dein Passwort ist festgelegt",
  doneWhy: "Melde dich jetzt damit an.",
};
