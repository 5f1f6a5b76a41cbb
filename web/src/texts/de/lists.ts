/** Lists across channels: drafts, mentions, saved messages, threads. */
import type { Whole } from "../whole";

export const lists: Whole["lists"] = {
  draftsTitle: "Entwürfe und Ungesendetes",
  noDrafts: "Nichts bleibt ungesagt",
  noDraftsHint: "Was du zu schreiben beginnst, bleibt hier, bis du es sendest.",
  waitingToSend: "Wartet aufs Senden",
  waiting: "wartet",
  notSent: "nicht gesendet",
  notSentWhy: "{text} — nicht gesendet: {why}",
  drafts: "Entwürfe",
  mentions: "Erwähnungen",
  noMentions: "Noch hat dich niemand erwähnt",
  noMentionsHint: "Nachrichten mit deinem Namen nach einem @ stehen hier, aus jedem Kanal, den du lesen darfst.",
  saved: "Gemerkt",
  noSaved: "Nichts gemerkt",
  noSavedHint: "Merk dir eine Nachricht, um sie hier wiederzufinden, auf allen deinen Geräten. Niemand sonst sieht, was du dir merkst.",
  takeOff: "Von der Liste nehmen",
  goneForYou: "Du kannst diese Nachricht nicht mehr sehen.",
  threads: "Threads",
  noThreads: "Alle Fäden zu Ende",
  noThreadsHint: "Threads, die du beginnst, in denen du antwortest oder erwähnt wirst, stehen hier.",
  ringOpen: "offen",
  ringRead: "gelesen",
  inPlace: "in {place}",
};
