/** The first steps inside. */
import type { Whole } from "../whole";

export const tour: Whole["tour"] = {
  linkHint: "Gilt sieben Tage. Widerrufen kannst du ihn jederzeit in der Verwaltung.",
  createLink: "Einladungslink erstellen",
  linkCopied: "Einladungslink kopiert.",
  noCopy: "Der Browser hat das Kopieren nicht erlaubt. Markier den Link und kopier ihn von Hand.",
  link: "Einladungslink",
  copyLink: "Link kopieren",
  addPicture: "Füg dein Bild hinzu",
  firstChannel: "Erstell deinen ersten Kanal",
  invite: "Lade jemanden ein",
  notPutAway: "Die Liste konnte gerade nicht weggelegt werden. Versuch es noch einmal, wenn du verbunden bist.",
  title: "Erste Schritte",
  putAway: "Liste weglegen",
  done: "erledigt",
  toDo: "offen",
};
