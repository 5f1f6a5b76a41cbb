/** What one says of oneself for a while. */
import type { Whole } from "../whole";

export const status: Whole["status"] = {
  title: "حالتك",
  what: "ماذا تفعل؟",
  emoji: "الرمز التعبيري: {emoji}",
  suggestions: "اقتراحات",
  meeting: "في اجتماع",
  lunch: "في استراحة الغداء",
  focus: "في وقت تركيز",
  home: "أعمل من المنزل",
  ill: "في إجازة مرضية",
  holiday: "في إجازة",
  ends: "تنتهي",
  never: "عندما أزيلها",
  halfHour: "بعد نصف ساعة",
  hour: "بعد ساعة",
  fourHours: "بعد أربع ساعات",
  today: "في نهاية اليوم",
  week: "في نهاية هذا الأسبوع",
  asItIs: "كما كانت: {when}",
  until: "{words} · حتى {when}",
  untilTonight: "{words} · حتى نهاية اليوم",
  untilEndOf: "{words} · حتى نهاية {day}",
  off: "إزالة",
};
