/** Groups of people that are named together. */
import type { Whole } from "../whole";

export const groups: Whole["groups"] = {
  title: "समूह",
  hint: "वे लोग जिनका एक साथ ज़िक्र होता है: @design उस समूह के उन सब तक पहुँचता है जो संदेश देख सकते हैं।",
  create: "समूह बनाएँ",
  none: "अभी कोई समूह नहीं",
  noneHint: "ऐसी टीम के लिए बनाएँ जिसे अक्सर एक साथ बुलाया जाता है।",
  people: "{count, plural, one{# व्यक्ति} other{# लोग}}",
  editWhich: "{group} बदलें",
  deleteWhich: "{group} मिटाएँ",
  delete: "मिटाएँ…",
  name: "नाम",
  handle: "हैंडल",
  handleHint: "@ के बाद लिखा जाता है: छोटे अक्षर, अंक, बिंदु, डैश और अंडरस्कोर। यह किसी और का नहीं हो सकता।",
  members: "लोग",
  deleteAsk: "{group} मिटाएँ?",
  deleteHint: "इससे अब किसी का ज़िक्र नहीं हो सकेगा। जो कहा गया वह रहेगा, और इसके लोग भी।",
};
