/** All channels one may join, and making one. */
import type { Whole } from "../whole";

export const browse: Whole["browse"] = {
  title: "सभी चैनल",
  create: "चैनल बनाएँ",
  find: "चैनल ढूँढें",
  archived: "आर्काइव किए हुए",
  noneCalled: "“{query}” नाम का कोई चैनल नहीं है",
  noneArchived: "कुछ भी आर्काइव नहीं है",
  none: "अभी कोई चैनल नहीं है",
  noneCalledHint: "कम अक्षर लिखकर देखें, या इसे बना लें।",
  noneHint: "जिन चैनलों से यहाँ कोई भी जुड़ सकता है, वे इस पेज पर दिखते हैं।",
  leave: "छोड़ें",
  join: "जुड़ें",
};
