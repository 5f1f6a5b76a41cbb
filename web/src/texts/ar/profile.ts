/** Who somebody is. */
import type { Whole } from "../whole";

export const profile: Whole["profile"] = {
  title: "الملف الشخصي",
  close: "إغلاق الملف الشخصي",
  gone: "لم يعد {name} هنا.",
  status: "الحالة",
  presence: "الآن",
  localTime: "التوقيت المحلي",
  ahead: "يسبقك بـ {hours} س",
  behind: "يتأخر عنك {hours} س",
  role: "الدور",
  roleIs: "{role, select, owner{مالك} admin{مسؤول} guest{ضيف في قنوات مختارة فقط} other{عضو}}",
  edit: "تعديل ملفك الشخصي",
  message: "مراسلة",
  unknown: "شخص لا تعرفه",
  unknownHint: "ربما غادر، أو لا تجمعكما أي قناة.",
  groups: "المجموعات",
};
