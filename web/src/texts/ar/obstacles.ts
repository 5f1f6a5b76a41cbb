/** What kept a scheduled message from being sent, or a reminder from showing its message. */
import type { Whole } from "../whole";

export const obstacles: Whole["obstacles"] = {
  send_not_inside: "لم تُرسل: لم تعد في هذه القناة حينها. انضم إليها وأرسلها الآن، أو انسخ النص.",
  send_archived: "لم تُرسل: القناة مؤرشفة. انسخ النص، أو أرسلها عندما تُفتح القناة من جديد.",
  send_deactivated: "لم تُرسل: كان حسابك معطّلًا حينها. أرسلها الآن إن كانت لا تزال صالحة.",
  send_gone: "لم تُرسل: حُذفت السلسلة. انسخ النص.",
  send_failed: "لم تُرسل: لم يتمكن الخادم من ذلك. حاول إرسالها الآن.",
  remind_not_inside: "الرسالة في قناة لم تعد تستطيع رؤيتها.",
  remind_archived: "القناة مؤرشفة.",
  remind_deactivated: "كان حسابك معطّلًا حينها.",
  remind_gone: "حُذفت الرسالة.",
  remind_failed: "لم يتمكن الخادم من الاطلاع على الرسالة.",
};
