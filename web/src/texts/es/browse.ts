/** All channels one may join, and making one. */
import type { Whole } from "../whole";

export const browse: Whole["browse"] = {
  title: "Todos los canales",
  create: "Crear un canal",
  find: "Buscar un canal",
  archived: "Archivados",
  noneCalled: "Ningún canal se llama «{query}»",
  noneArchived: "No hay nada archivado",
  none: "Aún no hay canales",
  noneCalledHint: "Prueba con menos letras, o créalo.",
  noneHint: "En esta página aparecen los canales a los que cualquiera puede unirse.",
  leave: "Salir",
  join: "Unirse",
};
