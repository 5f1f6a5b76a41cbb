/** Writing a message. */
import type { Whole } from "../whole";

export const composer: Whole["composer"] = {
  mostFiles: "एक मैसेज में ज़्यादा से ज़्यादा {most, plural, one{# फ़ाइल} other{# फ़ाइलें}} जा सकती हैं।",
  commandCantWait: "कमांड को शेड्यूल नहीं किया जा सकता। इसे टेक्स्ट के रूप में भेजने के लिए दो स्लैश लिखें।",
  filesCantWait: "फ़ाइलों को शेड्यूल नहीं किया जा सकता: उन्हें हटाएँ, या मैसेज अभी भेजें।",
  willBeSent: "{when} भेजा जाएगा।",
  noFolders: "फ़ोल्डर अटैच नहीं किए जा सकते: पहले उसकी ज़िप फ़ाइल बनाएँ।",
  add: "संदेश में जोड़ें",
  poll: "मतदान",
  attach: "फ़ाइलें अटैच करें",
  emoji: "इमोजी",
  record: "वॉइस क्लिप रिकॉर्ड करें",
  send: "भेजें",
  tooLong: "{over, plural, one{# अक्षर ज़्यादा है} other{# अक्षर ज़्यादा हैं}}: एक मैसेज में ज़्यादा से ज़्यादा {most, number} हो सकते हैं।",
  drop: "अटैच करने के लिए यहाँ छोड़ें: {where}",
  suggestions: "सुझाव",
  everyone: "इस चैनल में सभी",
};
