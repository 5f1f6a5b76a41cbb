/** Files: in messages, in lists, opened, and on their way. */
import type { Whole } from "../whole";

export const files: Whole["files"] = {
  download: "{file} डाउनलोड करें",
  gone: "यह फ़ाइल मिटा दी गई।",
  searchEmoji: "इमोजी खोजें",
  skinTone: "त्वचा का रंग",
  tone: "{tone, select, none{कोई रंग नहीं} light{हल्का} mediumlight{मध्यम-हल्का} medium{मध्यम} mediumdark{मध्यम-गहरा} other{गहरा}}",
  loading: "लोड हो रहा है…",
  noEmoji: "कोई इमोजी नहीं मिला।",
  showInConversation: "बातचीत में दिखाएँ",
  position: "({count, number} में से {at, number})",
  smaller: "छोटा करें",
  larger: "बड़ा करें",
  previous: "पिछला",
  next: "अगला",
  cantPlay: "यह ब्राउज़र इसे नहीं चला सकता। किसी दूसरे प्रोग्राम में चलाने के लिए इसे डाउनलोड करें।",
  readFile: "{file} पढ़ें",
  readIt: "पढ़ें",
  shownCopied: "जो दिख रहा है, वह कॉपी हो गया।",
  problem: "{problem} थोड़ी देर में फिर से कोशिश करें, या फ़ाइल डाउनलोड करें।",
  loadingFile: "फ़ाइल लोड हो रही है",
  textOf: "{file} का टेक्स्ट",
  firstOf: "यह {size} में से पहले {shown} हैं: बाकी के लिए फ़ाइल डाउनलोड करें।",
  downloadIt: "डाउनलोड करें",
  notThere: "यह फ़ाइल अब मौजूद नहीं है।",
  cardNote: "{size}, {kind}",
};
