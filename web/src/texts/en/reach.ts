/** Asking before a message calls many. */
import { area } from "../area";

export const reach = area("reach", {
  title: "Send to so many?",
  people: "This will notify {people, plural, one{# person} other{# people}}.",
  zones: "This will notify {people, plural, one{# person} other{# people}} in {zones, plural, one{# time zone} other{# time zones}}.",
  more: "This will notify more than {people, plural, one{# person} other{# people}}.",
  unknown: "This will notify everyone who is meant; how many that is can’t be told now.",
});
