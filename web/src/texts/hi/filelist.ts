/** The list of files that were shared. */
import type { Whole } from "../whole";

export const filelist: Whole["filelist"] = {
  aPublicChannel: "एक सार्वजनिक चैनल",
  messageWith: "{name} के साथ मैसेज",
  showFile: "{file} को बातचीत में दिखाएँ",
  title: "फ़ाइलें",
  all: "सभी",
  pictures: "फ़ोटो",
  videos: "वीडियो",
  audio: "ऑडियो",
  documents: "दस्तावेज़",
  findByName: "नाम से फ़ाइल ढूँढें",
  findPlaceholder: "नाम से ढूँढें",
  kind: "फ़ाइल का प्रकार",
  count: "{count, plural, one{# फ़ाइल} other{# फ़ाइलें}}",
  noneFits: "सबसे नई फ़ाइलों में से कोई मेल नहीं खाती। शायद कोई पुरानी हो।",
  noSuch: "ऐसी कोई फ़ाइल नहीं है",
  noSuchHint: "कोई दूसरा प्रकार चुनें, या नाम के कम अक्षर लिखें।",
  none: "अभी कोई फ़ाइल नहीं है",
  noneHint: "लोग अपने मैसेज में जो अटैच करते हैं, वह यहाँ मिलता है।",
  toDownload: ", डाउनलोड करें",
  toOpen: ", खोलें",
  noteIn: "{owner}, {place} में, {time}, {size}",
  note: "{owner}, {time}, {size}",
  showInConversation: "बातचीत में दिखाएँ",
  download: "{file} डाउनलोड करें",
};
