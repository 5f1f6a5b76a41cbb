/** Making and changing a section of the sidebar. */
import type { Whole } from "../whole";

export const sections: Whole["sections"] = {
  sectionName: "اسم القسم",
  findConversation: "البحث عن محادثة",
  sectionHolds:
    "{count, plural, =0{لا محادثات} zero{لا محادثات} one{محادثة واحدة} two{محادثتان} few{# محادثات} many{# محادثة} other{# محادثة}}",
  saveSection: "حفظ القسم",
  sectionsFull: "لديك {most, number} قسمًا بالفعل: احذف واحدًا أولًا.",
  editSection: "تعديل القسم",
  sectionUp: "نقل إلى الأعلى",
  sectionDown: "نقل إلى الأسفل",
  deleteSection: "حذف",
  sectionGone: "حُذف القسم، ومحادثاته حيث كانت من قبل.",
};
