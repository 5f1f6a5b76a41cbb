/** Forwarding a message. */
import type { Whole } from "../whole";

export const forward: Whole["forward"] = {
  inSomeChannel: "في إحدى القنوات",
  inChannel: "في #{channel}",
  inPrivate: "في محادثة خاصة",
  gone: "حُذفت هذه الرسالة في هذه الأثناء.",
  done: "أُعيد توجيهها إلى {place}.",
  title: "إعادة توجيه الرسالة",
  comment: "تعليق",
  hint: "تُقتبس مع رابط إلى مكانها الأصلي، ولا يفتح إلا لمن يحق له القراءة هناك.",
  filesStay: "ملفاتها تبقى هناك.",
  forward: "إعادة توجيه",
  to: "إلى",
  takeOut: "إزالة {name}",
  placeholder: "قناة أو شخص",
  nothingCalled: "لا شيء هنا باسم «{query}».",
};
