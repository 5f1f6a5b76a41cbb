/** Commands that begin with a slash: their help and what they answer. */
import type { Whole } from "../whole";

export const commands: Whole["commands"] = {
  title: "Befehle",
  twoSlashes:
    "Um einen Text zu senden, der mit einem Schrägstrich beginnt, schreib zwei: <code>//help</code> wird als <code>/help</code> gesendet.",
  unknown: "Den Befehl /{name} gibt es nicht: /help zeigt alle. Um einen Text mit Schrägstrich am Anfang zu senden, schreib zwei: //{name}",
  notInside: "Du bist nicht in diesem Kanal: Tritt ihm zuerst bei.",
  meWhat: "Schreib dahinter, was du tust: /me winkt",
  noTopicHere: "Eine Direktnachricht hat kein Thema.",
  topicWhat: "Schreib das Thema dahinter: /topic Release am Freitag",
  topicSet: "Das Thema ist gesetzt.",
  inviteNotHere: "In einer Direktnachricht bleiben es immer dieselben Leute: Fang eine neue mit mehr Leuten an.",
  inviteWhom: "Nenn dahinter jemanden: /invite @ada",
  inside: "Jetzt im Kanal: {names}.",
  dmWhom: "Nenn dahinter jemanden: /dm @ada Hast du kurz Zeit?",
  leaveNotHere: "Eine Direktnachricht kann man nicht verlassen: Schalt sie mit /mute stumm.",
  leavePrivate: "Dieser Kanal ist privat: Bist du draußen, holt dich nur jemand von drinnen zurück. Trotzdem verlassen: /leave now",
  left: "Du hast #{channel} verlassen.",
  pollHow: 'Schreib die Frage und 2 bis 10 Antworten in Anführungszeichen: /poll "Mittag?" "Pizza" "Suppe"',
  remindWhen: "Sag wann: /remind me Bela anrufen tomorrow at 9 (oder: in 20 minutes, at 15:30, on friday)",
  remindWhat: "Sag woran: /remind me Bela anrufen tomorrow at 9",
  reminded: "Du wirst erinnert, {when}: {what}",
  muted: "Stummgeschaltet: Der Kanal wird nicht mehr als ungelesen angezeigt. /unmute macht es rückgängig.",
  unmuted: "Nicht mehr stumm.",
  statusSet: "Dein Status: {status}",
  statusOff: "Dein Status ist weggenommen.",
  statusEmoji: "Das Emoji :{name}: gibt es nicht – nach einem Doppelpunkt werden Namen ergänzt.",
  statusTooLong: "Ein Status hat höchstens {most} Zeichen: Das sind {count}.",
  dndWhen: "Sag bis wann: /dnd until 15:30 (oder: for an hour, until tomorrow), oder /dnd off",
  nobody: "Hier heißt niemand @{handle}: Nach einem @ werden Namen ergänzt.",
};
