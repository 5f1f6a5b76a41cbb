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
  activity: "Aktivität",
  whichActivity: "Was zu sehen ist",
  allActivity: "Alles",
  mentions: "Erwähnungen",
  reactions: "Reaktionen",
  noActivity: "Noch nichts für dich",
  noActivityHint:
    "Hier stehen Nachrichten, die dich erwähnen oder eines deiner Stichwörter enthalten, und deine, auf die andere reagieren.",
  fresh: "neu",
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
