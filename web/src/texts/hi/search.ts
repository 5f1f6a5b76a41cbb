/** Searching messages. */
import type { Whole } from "../whole";

export const search: Whole["search"] = {
  title: "खोजें",
  field: "मैसेज खोजें",
  placeholder: "शब्द, from:ada, in:harbour, has:file",
  dropFilter: "फ़िल्टर {filter} हटाएँ",
  order: "क्रम",
  best: "सबसे सटीक पहले",
  newest: "सबसे नए पहले",
  searching: "खोज जारी है",
  count: "{count, plural, one{# मैसेज} other{# मैसेज}}",
  nothing: "कुछ नहीं मिला",
  nothingFits: "आपको दिखने वाला कोई मैसेज इन सबसे मेल नहीं खाता। {filters} के बिना खोजें।",
  nothingHint: "आपको दिखने वाले किसी मैसेज में ये शब्द नहीं हैं। कम या छोटे शब्द लिखें: शब्द की शुरुआत ही काफ़ी है।",
  begin: "जो कुछ आप पढ़ सकते हैं, उसमें खोजें",
  beginHint: "शब्द की शुरुआत ही काफ़ी है। खोज को इनसे सीमित करें:",
  from: "Ada के लिखे हुए",
  in: "एक ही चैनल में",
  has: "फ़ाइल (file), लिंक (link) या फ़ोटो (image) वाले",
  after: "किसी दिन से; before: उस दिन तक",
};
