/** All channels one may join, and making one. */
import type { Whole } from "../whole";

export const browse: Whole["browse"] = {
  title: "كل القنوات",
  create: "إنشاء قناة",
  find: "البحث عن قناة",
  archived: "المؤرشفة",
  noneCalled: "لا توجد قناة باسم «{query}»",
  noneArchived: "لا توجد قنوات مؤرشفة",
  none: "لا توجد قنوات بعد",
  noneCalledHint: "جرّب حروفًا أقل، أو أنشئ القناة.",
  noneHint: "تظهر في هذه الصفحة القنوات التي يمكن لأي شخص هنا الانضمام إليها.",
  leave: "مغادرة",
  join: "انضمام",
};
