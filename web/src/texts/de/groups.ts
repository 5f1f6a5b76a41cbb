/** Groups of people that are named together. */
import type { Whole } from "../whole";

export const groups: Whole["groups"] = {
  title: "Gruppen",
  hint: "Personen, die zusammen erwähnt werden: @design erreicht alle in dieser Gruppe, die die Nachricht sehen können.",
  create: "Gruppe anlegen",
  none: "Noch keine Gruppen",
  noneHint: "Leg eine für ein Team an, das oft zusammen gerufen wird.",
  people: "{count, plural, one{# Person} other{# Personen}}",
  editWhich: "{group} bearbeiten",
  deleteWhich: "{group} löschen",
  delete: "Löschen …",
  name: "Name",
  handle: "Kürzel",
  handleHint: "Wird nach @ getippt: Kleinbuchstaben, Ziffern, Punkte, Binde- und Unterstriche. Niemand sonst darf es haben.",
  members: "Personen",
  deleteAsk: "{group} löschen?",
  deleteHint: "Niemand kann mehr damit erwähnt werden. Was gesagt wurde, bleibt, und die Personen auch.",
};
