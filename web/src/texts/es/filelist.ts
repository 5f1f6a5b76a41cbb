/** The list of files that were shared. */
import type { Whole } from "../whole";

export const filelist: Whole["filelist"] = {
  aPublicChannel: "un canal público",
  messageWith: "un mensaje con {name}",
  showFile: "Mostrar {file} en la conversación",
  title: "Archivos",
  all: "Todos",
  pictures: "Imágenes",
  videos: "Vídeos",
  audio: "Audio",
  documents: "Documentos",
  findByName: "Buscar un archivo por su nombre",
  findPlaceholder: "Buscar por nombre",
  kind: "Tipo de archivo",
  count: "{count, plural, one{# archivo} other{# archivos}}",
  noneFits: "Ninguno de los archivos más recientes coincide. Quizá alguno más antiguo.",
  noSuch: "No hay ningún archivo así",
  noSuchHint: "Prueba con otro tipo o con menos letras del nombre.",
  none: "Aún no hay archivos",
  noneHint: "Aquí se encuentra lo que la gente adjunta a sus mensajes.",
  toDownload: ", descargar",
  toOpen: ", abrir",
  noteIn: "{owner} en {place}, {time}, {size}",
  note: "{owner}, {time}, {size}",
  showInConversation: "Mostrar en la conversación",
  download: "Descargar {file}",
};
