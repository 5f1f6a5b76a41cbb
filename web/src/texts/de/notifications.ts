/** Notifications on this device: their settings, and what they say. */
import type { Whole } from "../whole";

export const notifications: Whole["notifications"] = {
  intro:
    "Du erfährst von Direktnachrichten, von allem, was dich nennt, und von Antworten in Threads, denen du folgst. Für einen Kanal wählst du das in seinen Details; was stummgeschaltet ist, bleibt still.",
  keywords: "Stichwörter",
  keywordsHint:
    "Wörter und Wendungen, von denen du hören willst: Schreibt jemand eines davon in einem Kanal, in dem du bist, zählt das wie eine Erwähnung. Deine Liste sieht sonst niemand.",
  keyword: "Wort oder Wendung",
  keywordHint: "Bis zu {most, plural, one{# Zeichen} other{# Zeichen}}. Gefunden wird es als Ganzes, groß oder klein geschrieben.",
  addKeyword: "Hinzufügen",
  removeKeyword: "{keyword} entfernen",
  allKeywords:
    "{count, plural, one{Das ist # Stichwort} other{Das sind # Stichwörter}}, mehr gehen nicht. Entferne eines, um ein anderes hinzuzufügen.",
  noKeywords: "Noch keine Stichwörter.",
  here: "Auf diesem Gerät",
  on: "Benachrichtigungen zeigen",
  onHint: "Solange Workloop in diesem Browser offen ist, auch wenn du woanders bist.",
  unanswered: "Der Browser hat gefragt und keine Antwort bekommen. Schalte es noch einmal ein und erlaub es dort.",
  unsupported: "Dieser Browser kann keine Benachrichtigungen von Workloop zeigen.",
  insecure: "Browser zeigen Benachrichtigungen nur für Adressen, die mit https:// beginnen. Frag, wer dieses Workloop betreibt.",
  blocked: "Dieser Browser blockiert Benachrichtigungen von Workloop.",
  unblock:
    "Drück auf das Zeichen vor der Adresse oben im Fenster, oder öffne die Einstellungen für diese Website, und erlaub dort Benachrichtigungen. Diese Seite bemerkt es von selbst.",
  words: "Zeigen, wer geschrieben hat und was",
  wordsHint: "Ausgeschaltet sagen sie nur, dass es etwas Neues gibt: für Bildschirme, die auch andere sehen.",
  sound: "Einen leisen Ton spielen",
  soundHint: "Für dieselben Nachrichten, auch ohne Benachrichtigungen.",
  kept: "Bleibt auf diesem Gerät gespeichert.",
  quietNow: "Nichts wird gezeigt oder gespielt, solange dein Status sagt: {status}",
  test: "Probebenachrichtigung senden",
  sent: "Sie ist abgeschickt. Siehst du sie nicht, hält das System sie zurück: Sieh dort nach, ob dieser Browser Benachrichtigungen zeigen darf und ob „Nicht stören“ an ist.",
  notSent: "Sie konnte nicht gezeigt werden. Lade die Seite neu und versuch es noch einmal.",
  tried: "So sieht es aus, wenn dir jemand schreibt.",
  something: "Es gibt etwas Neues für dich.",
  counted: "({count, number}) {title}",
  in: "{who} in {place}",
  inThread: "{who} in einem Thread in {place}",
};
