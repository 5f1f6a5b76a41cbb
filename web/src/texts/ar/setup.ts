/** The first run, invites, and the first steps inside. */
import type { Whole } from "../whole";

export const setup: Whole["setup"] = {
  opening: "جارٍ فتح دعوتك",
  unusable: "لا يمكن استخدام هذه الدعوة",
  expired: "انتهت صلاحيتها أو سُحبت",
  expiredHint: "اطلب رابطًا جديدًا ممن أرسلها إليك.",
  joinWorkspace: "الانضمام إلى {workspace}",
  invitedYou: "دعاك {name}.",
  invitedAsGuest: "دعاك {name} ضيفًا.",
  haveAccount: "لديك حساب بالفعل؟",
  yourName: "اسمك",
  email: "البريد الإلكتروني",
  password: "كلمة المرور",
  passwordHint: "{least, plural, zero{# حرف} one{حرف واحد} two{حرفان} few{# أحرف} many{# حرفًا} other{# حرف}} على الأقل.",
  join: "انضمام",
  title: "إعداد Workloop",
  lead: "هذا الخادم جديد. أولًا، من الذي يتولى أمره؟",
  code: "رمز الإعداد",
  codeHint: "تجده في سجل الخادم، حتى لا يقوم بهذا إلا صاحبه.",
  passwordLonger:
    "{least, plural, zero{# حرف} one{حرف واحد} two{حرفان} few{# أحرف} many{# حرفًا} other{# حرف}} على الأقل؛ الطول أفضل من التعقيد.",
  continue: "متابعة",
  nameIt: "سمِّ مساحة عملك",
  nameItLead: "غالبًا ما يكون اسم فريقك أو شركتك. يمكنك تغييره لاحقًا.",
  workspaceName: "اسم مساحة العمل",
  createWorkspace: "إنشاء مساحة العمل",
  bring: "ادعُ فريقك",
  bringLead: "أصبحت {workspace} جاهزة. كل من يفتح هذا الرابط يمكنه الانضمام كعضو.",
  open: "فتح {workspace}",
  step: "الخطوة {now, number} من {of, number}",
};
