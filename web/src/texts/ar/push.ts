/** Being woken while Workloop isn't open. */
import type { Whole } from "../whole";

export const push: Whole["push"] = {
  title: "حين لا يكون Workloop مفتوحًا",
  wake: "تنبيهي في هذا المتصفح",
  hint: "عند الإشارة إليك، وللرسائل المباشرة والسلاسل التي تتابعها، ما لم تقرأها في مكان آخر.",
  off: "لا",
  bare: "نعم، دون ذكر ما كُتب",
  text: "نعم، مع ذكر ما كُتب",
  unable: "لا يمكن التنبيه في هذا المتصفح. على iPhone أو iPad، أضف Workloop أولًا إلى الشاشة الرئيسية.",
  denied: "الإشعارات محظورة لهذا العنوان: اسمح بها في إعدادات المتصفح.",
  server: "هذا الخادم لا يرسل إشعارات.",
  service: "تعذّر الوصول إلى خدمة الإشعارات في المتصفح. حاول لاحقًا.",
  message: "رسالة جديدة",
  reminder: "تذكير لك",
  remember: "تذكير: {about}",
  inPlace: "{author} في {place}",
  inThread: "{author} في سلسلة في {place}",
  file: "أرسل ملفًا.",
};
