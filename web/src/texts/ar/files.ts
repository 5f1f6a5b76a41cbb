/** Files: in messages, in lists, opened, and on their way. */
import type { Whole } from "../whole";

export const files: Whole["files"] = {
  download: "تنزيل {file}",
  gone: "حُذف هذا الملف.",
  searchEmoji: "البحث في الرموز التعبيرية",
  skinTone: "لون البشرة",
  tone: "{tone, select, none{بلا لون بشرة} light{فاتح} mediumlight{فاتح متوسط} medium{متوسط} mediumdark{داكن متوسط} other{داكن}}",
  loading: "جارٍ التحميل…",
  noEmoji: "لم يُعثر على رموز تعبيرية.",
  showInConversation: "عرض في المحادثة",
  position: "({at, number} من {count, number})",
  smaller: "تصغير",
  larger: "تكبير",
  previous: "السابق",
  next: "التالي",
  cantPlay: "لا يستطيع هذا المتصفح تشغيله. نزّله لتشغيله ببرنامج آخر.",
  readFile: "قراءة {file}",
  readIt: "قراءة",
  shownCopied: "تم نسخ النص المعروض.",
  problem: "{problem} أعد المحاولة بعد لحظات، أو نزّل الملف.",
  loadingFile: "جارٍ تحميل الملف",
  textOf: "نص {file}",
  firstOf: "هذه أول {shown} من أصل {size}. نزّل الملف لترى الباقي.",
  downloadIt: "تنزيل",
  notThere: "لم يعد هذا الملف موجودًا.",
  cardNote: "{size}، {kind}",
};
