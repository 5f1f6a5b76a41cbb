/** Searching messages. */
import type { Whole } from "../whole";

export const search: Whole["search"] = {
  title: "بحث",
  field: "البحث في الرسائل",
  placeholder: "كلمات، \u2066from:ada\u2069، \u2066in:harbour\u2069، \u2066has:file\u2069",
  dropFilter: "إزالة عامل التصفية {filter}",
  order: "الترتيب",
  best: "الأنسب أولًا",
  newest: "الأحدث أولًا",
  searching: "جارٍ البحث",
  count: "{count, plural, zero{لا رسائل} one{رسالة واحدة} two{رسالتان} few{# رسائل} many{# رسالة} other{# رسالة}}",
  nothing: "لم يُعثر على شيء",
  nothingFits: "لا توجد رسالة يمكنك رؤيتها تطابق كل ذلك. جرّب بدون {filters}.",
  nothingHint: "لا توجد رسالة يمكنك رؤيتها فيها هذه الكلمات. جرّب كلمات أقل أو أقصر، فبداية الكلمة تكفي.",
  begin: "ابحث في كل ما يمكنك قراءته",
  beginHint: "بداية الكلمة تكفي. ضيّق البحث باستخدام:",
  from: "كتبتها \u2066Ada\u2069",
  in: "في قناة واحدة",
  has: "فيها ملف (\u2066file\u2069) أو رابط (\u2066link\u2069) أو صورة (\u2066image\u2069)",
  after: "منذ يوم معيّن؛ و\u2066before:\u2069 حتى يوم معيّن",
};
