/** Searching messages. */
import type { Whole } from "../whole";

export const search: Whole["search"] = {
  title: "Buscar",
  field: "Buscar mensajes",
  placeholder: "Palabras, from:ada, in:harbour, has:file",
  dropFilter: "Quitar el filtro {filter}",
  order: "Orden",
  best: "mejores primero",
  newest: "más recientes primero",
  searching: "Buscando",
  count: "{count, plural, one{# mensaje} other{# mensajes}}",
  nothing: "No se encontró nada",
  nothingFits: "Ningún mensaje que puedas ver cumple todo. Prueba sin {filters}.",
  nothingHint: "Ningún mensaje que puedas ver tiene estas palabras. Prueba con menos o más cortas: basta el principio de una palabra.",
  begin: "Busca en todo lo que puedes leer",
  beginHint: "Basta el principio de una palabra. Acota la búsqueda con:",
  from: "escrito por Ada",
  in: "en un canal",
  has: "con un archivo (file), enlace (link) o imagen (image)",
  after: "desde un día; before: hasta ese día",
};
