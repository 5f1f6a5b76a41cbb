/** Lists across channels: drafts, mentions, saved messages, threads. */
import type { Whole } from "../whole";

export const lists: Whole["lists"] = {
  draftsTitle: "ड्राफ़्ट और न भेजे गए",
  noDrafts: "कुछ भी अधूरा नहीं है",
  noDraftsHint: "आप जो लिखना शुरू करते हैं, वह भेजे जाने तक यहाँ सेव रहता है।",
  waitingToSend: "भेजे जाने के इंतज़ार में",
  waiting: "इंतज़ार में",
  notSent: "नहीं भेजा गया",
  notSentWhy: "{text} — नहीं भेजा गया: {why}",
  drafts: "ड्राफ़्ट",
  mentions: "मेंशन",
  noMentions: "अभी तक किसी ने आपको मेंशन नहीं किया",
  noMentionsHint: "जिन मैसेज में @ के बाद आपका नाम है, वे यहाँ दिखते हैं, हर उस चैनल से जिसे आप पढ़ सकते हैं।",
  saved: "सेव किए हुए",
  noSaved: "कुछ भी सेव नहीं है",
  noSavedHint: "मैसेज सेव करें ताकि वह आपके सभी डिवाइस पर यहाँ मिले। आपका सेव किया हुआ और कोई नहीं देखता।",
  takeOff: "सूची से हटाएँ",
  goneForYou: "आप अब यह मैसेज नहीं देख सकते।",
  threads: "थ्रेड",
  noThreads: "सभी थ्रेड पढ़ लिए गए",
  noThreadsHint: "जिन थ्रेड को आप शुरू करते हैं, जिनमें जवाब देते हैं या जिनमें आपको मेंशन किया जाता है, वे यहाँ दिखते हैं।",
  ringOpen: "नया है",
  ringRead: "पढ़ा हुआ",
  inPlace: "{place} में",
};
