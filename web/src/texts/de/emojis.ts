/** Die eigenen Emojis des Arbeitsbereichs. */
import type { Whole } from "../whole";

export const emojis: Whole["emojis"] = {
  title: "Emojis dieses Arbeitsbereichs",
  hint: "Wähle ein Bild, zieh es hierher oder füge es ein. Alle im Arbeitsbereich können es benutzen.",
  picture: "Bild",
  choosePicture: "Bild wählen",
  changePicture: "Anderes Bild wählen",
  name: "Name",
  nameHint: "2 bis 32 Buchstaben a–z, Ziffern, -, _ oder +. Er wird zwischen Doppelpunkte geschrieben.",
  add: "Emoji hinzufügen",
  added: "{code} ist da.",
  tooLarge: "Das Bild darf höchstens {size} MiB haben.",
  find: "Emoji finden",
  none: "Noch keine Emojis",
  noneHint: "Das erste kannst du hinzufügen.",
  noneCalled: "Kein Emoji heißt „{query}“",
  count: "{count, plural, one{# Emoji} other{# Emojis}}",
  addedBy: "Von {name} hinzugefügt, {when}",
  remove: "{code} entfernen",
  reallyRemove: "{code} für alle entfernen",
  own: "Dieser Arbeitsbereich",
  manage: "Emojis hinzufügen oder ansehen",
};
