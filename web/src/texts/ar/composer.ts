/** Writing a message. */
import type { Whole } from "../whole";

export const composer: Whole["composer"] = {
  mostFiles: "لا تحمل الرسالة أكثر من {most, plural, zero{# ملف} one{ملف واحد} two{ملفين} few{# ملفات} many{# ملفًا} other{# ملف}}.",
  commandCantWait: "لا يمكن جدولة أمر. لإرساله كنص، اكتب شرطتين مائلتين.",
  filesCantWait: "لا يمكن جدولة الملفات. أزلها، أو أرسل الرسالة الآن.",
  willBeSent: "ستُرسل {when}.",
  noFolders: "لا يمكن إرفاق المجلدات. ضع المجلد في ملف مضغوط أولًا.",
  add: "أضف إلى الرسالة",
  poll: "استطلاع",
  attach: "إرفاق ملفات",
  emoji: "رموز تعبيرية",
  record: "تسجيل مقطع صوتي",
  send: "إرسال",
  tooLong:
    "{over, plural, zero{لا أحرف زائدة} one{حرف زائد واحد} two{حرفان زائدان} few{# أحرف زائدة} many{# حرفًا زائدًا} other{# حرف زائد}}، وأقصى طول للرسالة {most, number}.",
  drop: "أفلت الملفات لإرفاقها: {where}",
  suggestions: "اقتراحات",
  everyone: "كل من في هذه القناة",
};
