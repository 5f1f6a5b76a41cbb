/** The list of files that were shared. */
import type { Whole } from "../whole";

export const filelist: Whole["filelist"] = {
  aPublicChannel: "قناة عامة",
  messageWith: "رسالة مع {name}",
  showFile: "عرض {file} في المحادثة",
  title: "الملفات",
  all: "الكل",
  pictures: "الصور",
  videos: "الفيديو",
  audio: "الصوت",
  documents: "المستندات",
  findByName: "البحث عن ملف بالاسم",
  findPlaceholder: "البحث بالاسم",
  kind: "نوع الملف",
  count: "{count, plural, zero{لا ملفات} one{ملف واحد} two{ملفان} few{# ملفات} many{# ملفًا} other{# ملف}}",
  noneFits: "لا يطابق أي من أحدث الملفات. قد تطابق ملفات أقدم.",
  noSuch: "لا يوجد ملف كهذا",
  noSuchHint: "جرّب نوعًا آخر، أو حروفًا أقل من اسمه.",
  none: "لا توجد ملفات بعد",
  noneHint: "تجد هنا ما يرفقه الأشخاص برسائلهم.",
  toDownload: "، تنزيل",
  toOpen: "، فتح",
  noteIn: "{owner} في {place}، {time}، {size}",
  note: "{owner}، {time}، {size}",
  showInConversation: "عرض في المحادثة",
  download: "تنزيل {file}",
};
