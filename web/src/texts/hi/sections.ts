/** Making and changing a section of the sidebar. */
import type { Whole } from "../whole";

export const sections: Whole["sections"] = {
  sectionName: "अनुभाग का नाम",
  findConversation: "बातचीत खोजें",
  sectionHolds: "{count, plural, =0{कोई बातचीत नहीं} one{# बातचीत} other{# बातचीत}}",
  saveSection: "अनुभाग सहेजें",
  sectionsFull: "आपके पास पहले से {most, number} अनुभाग हैं: पहले एक हटाएँ।",
  editSection: "अनुभाग बदलें",
  sectionUp: "ऊपर ले जाएँ",
  sectionDown: "नीचे ले जाएँ",
  deleteSection: "हटाएँ",
  sectionGone: "अनुभाग हटा दिया गया; उसकी बातचीत वहीं है जहाँ पहले थी।",
};
