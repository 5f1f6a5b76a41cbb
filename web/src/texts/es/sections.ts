/** Making and changing a section of the sidebar. */
import type { Whole } from "../whole";

export const sections: Whole["sections"] = {
  sectionName: "Nombre de la sección",
  findConversation: "Buscar una conversación",
  sectionHolds: "{count, plural, =0{Ninguna conversación} one{# conversación} other{# conversaciones}}",
  saveSection: "Guardar sección",
  sectionsFull: "Ya tienes {most, number} secciones: elimina una antes.",
  editSection: "Editar sección",
  sectionUp: "Subir",
  sectionDown: "Bajar",
  deleteSection: "Eliminar",
  sectionGone: "Sección eliminada; sus conversaciones están donde estaban antes.",
};
