/** Forwarding a message. */
import type { Whole } from "../whole";

export const forward: Whole["forward"] = {
  inSomeChannel: "in einem Kanal",
  inChannel: "in #{channel}",
  inPrivate: "in einer privaten Unterhaltung",
  gone: "Diese Nachricht wurde inzwischen gelöscht.",
  done: "Weitergeleitet an {place}.",
  title: "Nachricht weiterleiten",
  comment: "Kommentar",
  hint: "Sie wird zitiert, mit einem Link auf ihren Ort, der sich für alle öffnet, die dort mitlesen dürfen.",
  filesStay: "Ihre Dateien bleiben dort.",
  forward: "Weiterleiten",
  to: "An",
  takeOut: "{name} herausnehmen",
  placeholder: "Kanal oder Person",
  nothingCalled: "Hier heißt nichts „{query}“.",
};
