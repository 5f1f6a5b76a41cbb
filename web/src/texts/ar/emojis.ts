/** الرموز التعبيرية الخاصة بمساحة العمل. */
import type { Whole } from "../whole";

export const emojis: Whole["emojis"] = {
  title: "رموز مساحة العمل هذه",
  hint: "اختر صورة، أو أفلتها أو ألصقها هنا. يمكن لكل من في مساحة العمل استخدامها.",
  picture: "صورة",
  choosePicture: "اختر صورة",
  changePicture: "اختر صورة أخرى",
  name: "الاسم",
  nameHint: "من 2 إلى 32 من الحروف a–z أو الأرقام أو - أو _ أو +. يُكتب بين نقطتين رأسيتين.",
  add: "أضف الرمز",
  added: "أُضيف {code}.",
  tooLarge: "حجم الصورة {size} ميبي بايت على الأكثر.",
  find: "ابحث عن رمز",
  none: "لا رموز بعد",
  noneHint: "يمكنك إضافة الأول.",
  noneCalled: "لا رمز باسم «{query}»",
  count: "{count, plural, zero{لا رموز} one{رمز واحد} two{رمزان} few{# رموز} many{# رمزًا} other{# رمز}}",
  addedBy: "أضافه {name}، {when}",
  remove: "أزل {code}",
  reallyRemove: "أزل {code} لدى الجميع",
  own: "مساحة العمل هذه",
  manage: "أضف رموزًا أو تصفّحها",
};
