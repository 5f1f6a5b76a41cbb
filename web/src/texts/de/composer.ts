/** Writing a message. */
import type { Whole } from "../whole";

export const composer: Whole["composer"] = {
  mostFiles: "Eine Nachricht kann höchstens {most, plural, one{# Datei} other{# Dateien}} enthalten.",
  commandCantWait: "Ein Befehl kann nicht warten. Um ihn als Text zu senden, schreib zwei Schrägstriche.",
  filesCantWait: "Dateien können nicht warten: Entfern sie, oder sende die Nachricht jetzt.",
  willBeSent: "Wird gesendet: {when}.",
  noFolders: "Ordner kann man nicht anhängen: Pack sie zuerst in ein Archiv.",
  add: "Zur Nachricht hinzufügen",
  poll: "Umfrage",
  attach: "Dateien anhängen",
  emoji: "Emoji",
  record: "Sprachnachricht aufnehmen",
  send: "Senden",
  tooLong: "{over, plural, one{# Zeichen zu viel} other{# Zeichen zu viel}}: Eine Nachricht hat höchstens {most, number}.",
  drop: "Zum Anhängen loslassen: {where}",
  suggestions: "Vorschläge",
  everyone: "alle in diesem Kanal",
};
