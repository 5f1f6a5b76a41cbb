/** Making and changing a section of the sidebar. */
import type { Whole } from "../whole";

export const sections: Whole["sections"] = {
  sectionName: "Name des Abschnitts",
  findConversation: "Unterhaltung finden",
  sectionHolds: "{count, plural, =0{Keine Unterhaltungen} one{# Unterhaltung} other{# Unterhaltungen}}",
  saveSection: "Abschnitt speichern",
  sectionsFull: "Du hast schon {most, number} Abschnitte: Lösch erst einen.",
  editSection: "Abschnitt bearbeiten",
  sectionUp: "Nach oben",
  sectionDown: "Nach unten",
  deleteSection: "Löschen",
  sectionGone: "Abschnitt gelöscht; seine Unterhaltungen stehen wieder, wo sie vorher waren.",
};
