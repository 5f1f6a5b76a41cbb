/** What a message's links lead to. */
import type { Whole } from "../whole";

export const previews: Whole["previews"] = {
  about: "Was {site} über die verlinkte Seite sagt",
  remove: "Vorschau von {page} entfernen",
};
