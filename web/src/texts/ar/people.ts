/** Choosing people. */
import type { Whole } from "../whole";

export const people: Whole["people"] = {
  full: "هذا أقصى عدد ممكن",
  placeholder: "الاسم أو اسم المستخدم",
  nobodyCalled: "لا أحد هنا باسم «{query}».",
  nobodyElse: "لا يوجد شخص آخر لاختياره.",
  takeOut: "إزالة {name}",
};
