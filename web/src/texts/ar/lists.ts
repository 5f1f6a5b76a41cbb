/** Lists across channels: drafts, mentions, saved messages, threads. */
import type { Whole } from "../whole";

export const lists: Whole["lists"] = {
  draftsTitle: "المسودات وغير المرسلة",
  noDrafts: "لا مسودات",
  noDraftsHint: "ما تبدأ كتابته يُحفظ هنا إلى أن ترسله.",
  waitingToSend: "في انتظار الإرسال",
  waiting: "في الانتظار",
  notSent: "لم تُرسل",
  notSentWhy: "{text} — لم تُرسل: {why}",
  drafts: "المسودات",
  mentions: "الإشارات",
  noMentions: "لم يُشر إليك أحد بعد",
  noMentionsHint: "تظهر هنا الرسائل التي فيها اسمك بعد \u2066@\u2069، من كل قناة يمكنك قراءتها.",
  saved: "المحفوظات",
  noSaved: "لا شيء محفوظ",
  noSavedHint: "احفظ رسالة لتجدها هنا على كل أجهزتك. لا يرى محفوظاتك أحد سواك.",
  takeOff: "إزالة من القائمة",
  goneForYou: "لم يعد بإمكانك رؤية هذه الرسالة.",
  threads: "السلاسل",
  noThreads: "لا سلاسل تنتظرك",
  noThreadsHint: "تظهر هنا السلاسل التي تبدؤها أو ترد فيها أو يُشار إليك فيها.",
  ringOpen: "فيها جديد",
  ringRead: "مقروءة",
  inPlace: "في {place}",
};
