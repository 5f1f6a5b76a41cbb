/** What kept a scheduled message from being sent, or a reminder from showing its message. */
import type { Whole } from "../whole";

export const obstacles: Whole["obstacles"] = {
  send_not_inside: "Nicht gesendet: Du warst nicht mehr in diesem Kanal. Tritt bei und sende sie jetzt, oder kopier den Text.",
  send_archived: "Nicht gesendet: Der Kanal ist archiviert. Kopier den Text, oder sende sie, wenn der Kanal wieder offen ist.",
  send_deactivated: "Nicht gesendet: Dein Konto war zu dieser Zeit deaktiviert. Sende sie jetzt, wenn sie noch gilt.",
  send_gone: "Nicht gesendet: Der Thread wurde gelöscht. Kopier den Text.",
  send_failed: "Nicht gesendet: Der Server konnte es nicht. Versuch jetzt, sie zu senden.",
  remind_not_inside: "Die Nachricht ist in einem Kanal, den du nicht mehr sehen kannst.",
  remind_archived: "Der Kanal ist archiviert.",
  remind_deactivated: "Dein Konto war zu dieser Zeit deaktiviert.",
  remind_gone: "Die Nachricht wurde gelöscht.",
  remind_failed: "Der Server konnte die Nachricht nicht ansehen.",
};
