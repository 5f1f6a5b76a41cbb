/** Files: in messages, in lists, opened, and on their way. */
import type { Whole } from "../whole";

export const files: Whole["files"] = {
  download: "Descargar {file}",
  gone: "Este archivo se eliminó.",
  searchEmoji: "Buscar emojis",
  skinTone: "Tono de piel",
  tone: "{tone, select, none{Sin tono de piel} light{Claro} mediumlight{Medio claro} medium{Medio} mediumdark{Medio oscuro} other{Oscuro}}",
  loading: "Cargando…",
  noEmoji: "No se encontró ningún emoji.",
  showInConversation: "Mostrar en la conversación",
  position: "({at, number} de {count, number})",
  smaller: "Alejar",
  larger: "Acercar",
  previous: "Anterior",
  next: "Siguiente",
  cantPlay: "Este navegador no puede reproducirlo. Descárgalo para reproducirlo con otro programa.",
  readFile: "Leer {file}",
  readIt: "Leer",
  shownCopied: "Se copió lo que se muestra.",
  problem: "{problem} Inténtalo de nuevo en un momento o descarga el archivo.",
  loadingFile: "Cargando el archivo",
  textOf: "Texto de {file}",
  firstOf: "Estos son los primeros {shown} de {size}: descarga el archivo para ver el resto.",
  downloadIt: "Descargar",
  notThere: "Este archivo ya no está.",
  cardNote: "{size}, {kind}",
};
