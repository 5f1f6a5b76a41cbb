/** Recording a voice clip. */
import type { Whole } from "../whole";

export const voice: Whole["voice"] = {
  denied: "Der Browser gibt Workloop das Mikrofon nicht. Erlaub es in den Einstellungen neben der Adresse, dann versuch es noch einmal.",
  missing: "Kein Mikrofon gefunden. Schließ eines an, dann versuch es noch einmal.",
  busy: "Das Mikrofon lässt sich gerade nicht benutzen. Vielleicht hat es ein anderes Programm: Schließ es, dann versuch es noch einmal.",
  throwAway: "Aufnahme verwerfen",
  asking: "Mikrofon wird angefragt …",
  send: "Aufnahme senden",
  length: "Länge der Aufnahme",
  ended: "Aufnahme beendet.",
  recording: "Aufnahme läuft.",
  longest: "Zehn Minuten sind das Höchste. Die Aufnahme kann gesendet werden.",
  wentAway: "Das Mikrofon ist weg. Die Aufnahme kann gesendet werden.",
};
