/** Groups of people that are named together. */
import type { Whole } from "../whole";

export const groups: Whole["groups"] = {
  title: "المجموعات",
  hint: "أشخاص يُشار إليهم معًا: تصل ‎@design إلى كل من في تلك المجموعة ويمكنه رؤية الرسالة.",
  create: "إنشاء مجموعة",
  none: "لا مجموعات بعد",
  noneHint: "أنشئ واحدة لفريق يُنادى كثيرًا معًا.",
  people: "{count, plural, zero{# شخص} one{شخص واحد} two{شخصان} few{# أشخاص} many{# شخصًا} other{# شخص}}",
  editWhich: "تعديل {group}",
  deleteWhich: "حذف {group}",
  delete: "حذف…",
  name: "الاسم",
  handle: "المعرّف",
  handleHint: "يُكتب بعد @: أحرف صغيرة وأرقام ونقاط وشرطات. لا يمكن أن يكون لأحد غيرها.",
  members: "الأشخاص",
  deleteAsk: "حذف {group}؟",
  deleteHint: "لن يمكن الإشارة إلى أحد بها بعد الآن. ما قيل يبقى، وأشخاصها أيضًا.",
};
