/** Being woken while Workloop isn't open. */
import type { Whole } from "../whole";

export const push: Whole["push"] = {
  title: "Wenn Workloop nicht offen ist",
  wake: "Diesen Browser wecken",
  hint: "Bei Erwähnungen, Direktnachrichten und Threads, denen du folgst, wenn du sie nicht woanders gelesen hast.",
  off: "Nein",
  bare: "Ja, ohne zu sagen, was geschrieben wurde",
  text: "Ja, und sagen, was geschrieben wurde",
  unable: "Dieser Browser lässt sich nicht wecken. Füge Workloop auf einem iPhone oder iPad zuerst zum Startbildschirm hinzu.",
  denied: "Benachrichtigungen sind für diese Adresse blockiert: Erlaube sie in den Einstellungen des Browsers.",
  server: "Dieser Server weckt keine Browser.",
  service: "Der Push-Dienst des Browsers ist nicht erreichbar. Versuche es später noch einmal.",
  message: "Neue Nachricht",
  reminder: "Eine Erinnerung für dich",
  remember: "Erinnerung: {about}",
  inPlace: "{author} in {place}",
  inThread: "{author} in einem Thread in {place}",
  file: "Hat eine Datei gesendet.",
};
