/** What each command does, as completion shows it. */
import type { Whole } from "../whole";

export const commandlist: Whole["commandlist"] = {
  dm: "Jemandem direkt schreiben",
  dnd: "Eine Weile keine Benachrichtigungen: off beendet es",
  help: "Zeigen, welche Befehle es gibt",
  invite: "Leute in diesen Kanal holen",
  leave: "Diesen Kanal verlassen",
  me: "Kursiv sagen, was du tust",
  mute: "Diesen Kanal nicht als ungelesen anzeigen",
  poll: "Alle hier fragen: Frage und Antworten in Anführungszeichen",
  remind: "Erinnert werden: in …, at …, tomorrow, on friday at …",
  shrug: "¯\\_(ツ)_/¯ anhängen",
  status: "Sagen, was du gerade machst; clear nimmt es weg",
  topic: "Festlegen, worum es hier geht",
  unmute: "Diesen Kanal wieder als ungelesen anzeigen",
  takesPersonText: "@person Text",
  takesPeople: "@person …",
  takesText: "Text",
  takesPoll: "„Frage“ „Antwort“ „Antwort“ …",
  takesReminder: "me Was in 20 minutes",
  takesEnd: "until 15:30",
  takesStatus: ":emoji: Text until 15:30",
};
