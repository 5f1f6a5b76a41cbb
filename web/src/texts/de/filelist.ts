/** The list of files that were shared. */
import type { Whole } from "../whole";

export const filelist: Whole["filelist"] = {
  aPublicChannel: "einem öffentlichen Kanal",
  messageWith: "einer Nachricht mit {name}",
  showFile: "{file} in der Unterhaltung zeigen",
  title: "Dateien",
  all: "Alle",
  pictures: "Bilder",
  videos: "Videos",
  audio: "Audio",
  documents: "Dokumente",
  findByName: "Datei nach Namen suchen",
  findPlaceholder: "Nach Namen suchen",
  kind: "Art der Datei",
  count: "{count, plural, one{# Datei} other{# Dateien}}",
  noneFits: "Keine der neuesten Dateien passt. Vielleicht eine ältere.",
  noSuch: "Keine solche Datei",
  noSuchHint: "Versuch es mit einer anderen Art oder weniger Buchstaben des Namens.",
  none: "Noch keine Dateien",
  noneHint: "Was an Nachrichten angehängt wird, findest du hier.",
  toDownload: ", herunterladen",
  toOpen: ", öffnen",
  noteIn: "{owner} in {place}, {time}, {size}",
  note: "{owner}, {time}, {size}",
  showInConversation: "In der Unterhaltung zeigen",
  download: "{file} herunterladen",
};
