/** Searching messages. */
import type { Whole } from "../whole";

export const search: Whole["search"] = {
  title: "Suche",
  field: "Nachrichten durchsuchen",
  placeholder: "Wörter, from:ada, in:harbour, has:file",
  dropFilter: "Filter {filter} entfernen",
  order: "Reihenfolge",
  best: "Bestes zuerst",
  newest: "Neuestes zuerst",
  searching: "Suche läuft",
  count: "{count, plural, one{# Nachricht} other{# Nachrichten}}",
  nothing: "Nichts gefunden",
  nothingFits: "Keine Nachricht, die du sehen kannst, passt auf alles. Versuch es ohne {filters}.",
  nothingHint: "Keine Nachricht, die du sehen kannst, enthält diese Wörter. Versuch weniger oder kürzere: Der Wortanfang genügt.",
  begin: "Durchsuch alles, was du lesen darfst",
  beginHint: "Der Anfang eines Wortes genügt. Grenz es ein mit:",
  from: "geschrieben von Ada",
  in: "in einem Kanal",
  has: "mit Datei (file), Link (link) oder Bild (image)",
  after: "ab einem Tag; before: bis dahin",
};
