/** Choosing people. */
import type { Whole } from "../whole";

export const people: Whole["people"] = {
  full: "इससे ज़्यादा नहीं जुड़ सकते",
  placeholder: "नाम या यूज़रनेम",
  nobodyCalled: "यहाँ “{query}” नाम का कोई नहीं है।",
  nobodyElse: "चुनने के लिए और कोई नहीं है।",
  takeOut: "{name} को हटाएँ",
};
