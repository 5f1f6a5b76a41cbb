/** Files: in messages, in lists, opened, and on their way. */
import type { Whole } from "../whole";

export const files: Whole["files"] = {
  download: "{file} herunterladen",
  gone: "Diese Datei wurde gelöscht.",
  searchEmoji: "Emoji suchen",
  skinTone: "Hautton",
  tone: "{tone, select, none{Kein Hautton} light{Hell} mediumlight{Mittelhell} medium{Mittel} mediumdark{Mitteldunkel} other{Dunkel}}",
  loading: "Wird geladen …",
  noEmoji: "Kein Emoji gefunden.",
  showInConversation: "In der Unterhaltung zeigen",
  position: "({at, number} von {count, number})",
  smaller: "Kleiner",
  larger: "Größer",
  previous: "Zurück",
  next: "Weiter",
  cantPlay: "Dieser Browser kann das nicht abspielen. Lade es herunter, um es mit einem anderen Programm abzuspielen.",
  readFile: "{file} lesen",
  readIt: "Lesen",
  shownCopied: "Was zu sehen ist, wurde kopiert.",
  problem: "{problem} Versuch es gleich noch einmal, oder lade die Datei herunter.",
  loadingFile: "Datei wird geladen",
  textOf: "Text von {file}",
  firstOf: "Das sind die ersten {shown} von {size}: Lade die Datei herunter, um den Rest zu sehen.",
  downloadIt: "Herunterladen",
  notThere: "Diese Datei ist nicht mehr da.",
  cardNote: "{size}, {kind}",
};
