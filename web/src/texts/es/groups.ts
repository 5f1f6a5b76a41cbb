/** Groups of people that are named together. */
import type { Whole } from "../whole";

export const groups: Whole["groups"] = {
  title: "Grupos",
  hint: "Personas a las que se menciona juntas: @design llega a todas las de ese grupo que pueden ver el mensaje.",
  create: "Crear un grupo",
  none: "Todavía no hay grupos",
  noneHint: "Crea uno para un equipo al que se llama a menudo.",
  people: "{count, plural, one{# persona} many{# personas} other{# personas}}",
  editWhich: "Editar {group}",
  deleteWhich: "Eliminar {group}",
  delete: "Eliminar…",
  name: "Nombre",
  handle: "Alias",
  handleHint: "Se escribe después de @: minúsculas, dígitos, puntos, guiones y guiones bajos. Nadie más puede tenerlo.",
  members: "Personas",
  deleteAsk: "¿Eliminar {group}?",
  deleteHint: "Ya no se podrá mencionar a nadie con él. Lo que se dijo se queda, y sus personas también.",
};
