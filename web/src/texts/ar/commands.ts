/** Commands that begin with a slash: their help and what they answer. */
import type { Whole } from "../whole";

export const commands: Whole["commands"] = {
  title: "الأوامر",
  twoSlashes: "لإرسال نص يبدأ بشرطة مائلة، اكتب شرطتين: يُرسل <code>//help</code> بالشكل <code>/help</code>.",
  unknown: "لا يوجد أمر /{name}. يعرض \u2066/help\u2069 كل الأوامر. لإرسال نص يبدأ بشرطة مائلة، اكتب شرطتين: //{name}",
  notInside: "لست في هذه القناة، انضم إليها أولًا.",
  meWhat: "اكتب بعده ما تفعله: \u2066/me\u2069 يلوّح بيده",
  noTopicHere: "ليس للرسائل المباشرة موضوع.",
  topicWhat: "اكتب الموضوع بعده: \u2066/topic\u2069 الإصدار يوم الجمعة",
  topicSet: "تم تحديد الموضوع.",
  inviteNotHere: "لا يتغير المشاركون في رسالة مباشرة. ابدأ محادثة أخرى مع عدد أكبر.",
  inviteWhom: "اذكر شخصًا بعده: \u2066/invite @ada\u2069",
  inside: "في القناة الآن: {names}.",
  dmWhom: "اذكر شخصًا بعده: \u2066/dm @ada\u2069 هل لديك دقيقة؟",
  leaveNotHere: "لا يمكن مغادرة الرسائل المباشرة. اكتمها بالأمر \u2066/mute\u2069.",
  leavePrivate: "هذه القناة خاصة، وبعد خروجك لا يعيدك إليها إلا شخص من داخلها. للمغادرة رغم ذلك: \u2066/leave now\u2069",
  left: "غادرت #{channel}.",
  pollHow: 'اكتب السؤال ومن 2 إلى 10 إجابات بين علامات اقتباس: \u2066/poll\u2069 "الغداء؟" "بيتزا" "حساء"',
  remindWhen:
    "حدّد الوقت: \u2066/remind me\u2069 اتصل بسارة \u2066tomorrow at 9\u2069 (أو: \u2066in 20 minutes\u2069 أو \u2066at 15:30\u2069 أو \u2066on friday\u2069)",
  remindWhat: "حدّد بماذا تريد التذكير: \u2066/remind me\u2069 اتصل بسارة \u2066tomorrow at 9\u2069",
  reminded: "سنذكّرك {when}: {what}",
  muted: "تم الكتم، ولن تظهر القناة كغير مقروءة بعد الآن. يلغي \u2066/unmute\u2069 ذلك.",
  unmuted: "تم إلغاء الكتم.",
  statusSet: "حالتك: {status}",
  statusOff: "تمت إزالة حالتك.",
  statusEmoji: "لا يوجد رمز تعبيري \u2066:{name}:\u2069. تُكمَل الأسماء بعد نقطتين رأسيتين.",
  statusTooLong: "لا تتجاوز الحالة {most} حرفًا، وهذه {count}.",
  dndWhen: "حدّد حتى متى: \u2066/dnd until 15:30\u2069 (أو: \u2066for an hour\u2069 أو \u2066until tomorrow\u2069)، أو \u2066/dnd off\u2069",
  nobody: "لا يوجد هنا أحد باسم @{handle}. تُكمَل الأسماء بعد \u2066@\u2069.",
};
