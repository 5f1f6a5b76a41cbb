/** The first steps inside. */
import type { Whole } from "../whole";

export const tour: Whole["tour"] = {
  linkHint: "صالح لسبعة أيام. يمكنك إبطاله في أي وقت من صفحة الإدارة.",
  createLink: "إنشاء رابط دعوة",
  linkCopied: "تم نسخ رابط الدعوة.",
  noCopy: "لم يسمح المتصفح بالنسخ. حدّد الرابط وانسخه يدويًا.",
  link: "رابط الدعوة",
  copyLink: "نسخ الرابط",
  addPicture: "أضف صورتك",
  firstChannel: "أنشئ أول قناة لك",
  invite: "ادعُ شخصًا",
  notPutAway: "تعذّر إخفاء القائمة الآن. أعد المحاولة عندما تكون متصلًا.",
  title: "الخطوات الأولى",
  putAway: "إخفاء القائمة",
  done: "تمت",
  toDo: "لم تتم بعد",
};
