/** Choosing people. */
import type { Whole } from "../whole";

export const people: Whole["people"] = {
  full: "Mehr passen nicht",
  placeholder: "Name oder Kürzel",
  nobodyCalled: "Hier heißt niemand „{query}“.",
  nobodyElse: "Sonst ist niemand zur Auswahl.",
  takeOut: "{name} herausnehmen",
};
