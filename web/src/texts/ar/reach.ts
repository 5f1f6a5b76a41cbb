/** Asking before a message calls many. */
import type { Whole } from "../whole";

export const reach: Whole["reach"] = {
  title: "إرسال إلى هذا العدد؟",
  people: "سيُخطِر هذا {people, plural, zero{# شخص} one{شخصًا واحدًا} two{شخصين} few{# أشخاص} many{# شخصًا} other{# شخص}}.",
  zones:
    "سيُخطِر هذا {people, plural, zero{# شخص} one{شخصًا واحدًا} two{شخصين} few{# أشخاص} many{# شخصًا} other{# شخص}} في {zones, plural, zero{# منطقة زمنية} one{منطقة زمنية واحدة} two{منطقتين زمنيتين} few{# مناطق زمنية} many{# منطقة زمنية} other{# منطقة زمنية}}.",
  more: "سيُخطِر هذا أكثر من {people, plural, zero{# شخص} one{شخص واحد} two{شخصين} few{# أشخاص} many{# شخصًا} other{# شخص}}.",
  unknown: "سيُخطِر هذا جميع المقصودين؛ ولا يمكن معرفة عددهم الآن.",
};
