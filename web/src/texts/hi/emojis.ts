/** कार्यक्षेत्र के अपने इमोजी। */
import type { Whole } from "../whole";

export const emojis: Whole["emojis"] = {
  title: "इस कार्यक्षेत्र के इमोजी",
  hint: "कोई तस्वीर चुनें, यहाँ खींचें या चिपकाएँ। कार्यक्षेत्र में सब उसे इस्तेमाल कर सकते हैं।",
  picture: "तस्वीर",
  choosePicture: "तस्वीर चुनें",
  changePicture: "दूसरी तस्वीर चुनें",
  name: "नाम",
  nameHint: "2 से 32 अक्षर a–z, अंक, -, _ या +. यह दो कोलन के बीच लिखा जाता है।",
  add: "इमोजी जोड़ें",
  added: "{code} जुड़ गया।",
  tooLarge: "तस्वीर ज़्यादा से ज़्यादा {size} MiB की हो सकती है।",
  find: "इमोजी खोजें",
  none: "अभी कोई इमोजी नहीं",
  noneHint: "पहला आप जोड़ सकते हैं।",
  noneCalled: "“{query}” नाम का कोई इमोजी नहीं",
  count: "{count, plural, one{# इमोजी} other{# इमोजी}}",
  addedBy: "{name} ने जोड़ा, {when}",
  remove: "{code} हटाएँ",
  reallyRemove: "{code} सबके लिए हटाएँ",
  own: "यह कार्यक्षेत्र",
  manage: "इमोजी जोड़ें या देखें",
};
