/** मतदान। */
import type { Whole } from "../whole";

export const polls: Whole["polls"] = {
  title: "नया मतदान",
  question: "सवाल",
  answer: "जवाब {number, number}",
  addAnswer: "एक जवाब जोड़ें",
  removeAnswer: "जवाब {number, number} हटाएँ",
  multiple: "कई जवाब चुने जा सकते हैं",
  anonymously: "गुमनाम",
  anonymousHint: "किसने क्या चुना, कोई नहीं देखता।",
  ends: "बंद होगा",
  never: "जब आप बंद करें",
  hour: "एक घंटे में",
  day: "एक दिन में",
  week: "एक हफ़्ते में",
  ask: "पूछें",
  voters: "{count, plural, =0{अभी किसी ने वोट नहीं दिया} one{# व्यक्ति ने वोट दिया} other{# लोगों ने वोट दिया}}",
  votes: "{count, plural, one{# वोट} other{# वोट}}",
  several: "कई जवाब",
  anonymous: "गुमनाम",
  closed: "बंद",
  until: "{when} को बंद होगा",
  takeBack: "मेरा वोट वापस लें",
  end: "मतदान बंद करें",
  you: "आप",
};
