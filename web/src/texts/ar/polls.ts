/** الاستطلاعات. */
import type { Whole } from "../whole";

export const polls: Whole["polls"] = {
  title: "استطلاع جديد",
  question: "السؤال",
  answer: "الإجابة {number, number}",
  addAnswer: "أضف إجابة",
  removeAnswer: "أزل الإجابة {number, number}",
  multiple: "يمكن اختيار عدة إجابات",
  anonymously: "مجهول",
  anonymousHint: "لا أحد يرى من اختار ماذا.",
  ends: "يُغلق",
  never: "عندما تغلقه",
  hour: "بعد ساعة",
  day: "بعد يوم",
  week: "بعد أسبوع",
  ask: "اسأل",
  voters:
    "{count, plural, =0{لم يصوّت أحد بعد} zero{لم يصوّت أحد بعد} one{صوّت شخص واحد} two{صوّت شخصان} few{صوّت # أشخاص} many{صوّت # شخصًا} other{صوّت # شخص}}",
  votes: "{count, plural, zero{لا أصوات} one{صوت واحد} two{صوتان} few{# أصوات} many{# صوتًا} other{# صوت}}",
  several: "عدة إجابات",
  anonymous: "مجهول",
  closed: "مغلق",
  until: "يُغلق {when}",
  takeBack: "اسحب صوتي",
  end: "أغلق الاستطلاع",
  you: "أنت",
};
