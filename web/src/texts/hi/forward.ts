/** Forwarding a message. */
import type { Whole } from "../whole";

export const forward: Whole["forward"] = {
  inSomeChannel: "एक चैनल में",
  inChannel: "#{channel} में",
  inPrivate: "एक निजी बातचीत में",
  gone: "इस बीच यह मैसेज मिटा दिया गया।",
  done: "{place} को फ़ॉरवर्ड हो गया।",
  title: "मैसेज फ़ॉरवर्ड करें",
  comment: "टिप्पणी",
  hint: "मैसेज उस जगह के लिंक के साथ उद्धृत होता है जहाँ वह लिखा गया था; लिंक उन्हीं के लिए खुलता है जो वहाँ पढ़ सकते हैं।",
  filesStay: "इसकी फ़ाइलें वहीं रहती हैं।",
  forward: "फ़ॉरवर्ड करें",
  to: "किसे",
  takeOut: "{name} को हटाएँ",
  placeholder: "चैनल या व्यक्ति",
  nothingCalled: "यहाँ “{query}” नाम का कुछ नहीं है।",
};
