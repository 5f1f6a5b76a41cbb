/** What each command does, as completion shows it. */
import type { Whole } from "../whole";

export const commandlist: Whole["commandlist"] = {
  dm: "مراسلة شخص مباشرة",
  dnd: "بلا إشعارات لبعض الوقت؛ \u2066off\u2069 لإنهائه",
  help: "عرض الأوامر المتاحة",
  invite: "إضافة أشخاص إلى هذه القناة",
  leave: "مغادرة هذه القناة",
  me: "قل ما تفعله، بخط مائل",
  mute: "عدم إظهار هذه القناة كغير مقروءة",
  poll: "اسأل الجميع هنا: السؤال والإجابات بين علامتي اقتباس",
  remind: "تذكيرك: \u2066in…\u2069، \u2066at…\u2069، \u2066tomorrow\u2069، \u2066on friday at…\u2069",
  shrug: "إضافة \u2066¯\\_(ツ)_/¯\u2069",
  status: "قل ما تفعله؛ \u2066clear\u2069 لإزالته",
  topic: "تحديد موضوع الحديث هنا",
  unmute: "إظهار هذه القناة كغير مقروءة من جديد",
  takesPersonText: "\u2066@person النص\u2069",
  takesPeople: "\u2066@person …\u2069",
  takesText: "النص",
  takesPoll: "«سؤال» «إجابة» «إجابة» …",
  takesReminder: "\u2066me ماذا in 20 minutes\u2069",
  takesStatus: "\u2066:emoji: النص until 15:30\u2069",
  takesEnd: "\u2066until 15:30\u2069",
};
