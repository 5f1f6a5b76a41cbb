/** All channels one may join, and making one. */
import type { Whole } from "../whole";

export const browse: Whole["browse"] = {
  title: "Alle Kanäle",
  create: "Kanal erstellen",
  find: "Kanal suchen",
  archived: "Archivierte",
  noneCalled: "Kein Kanal heißt „{query}“",
  noneArchived: "Nichts ist archiviert",
  none: "Noch keine Kanäle",
  noneCalledHint: "Versuch es mit weniger Buchstaben, oder erstell ihn.",
  noneHint: "Kanäle, denen hier alle beitreten dürfen, stehen auf dieser Seite.",
  leave: "Verlassen",
  join: "Beitreten",
};
