/** Writing a message. */
import type { Whole } from "../whole";

export const composer: Whole["composer"] = {
  mostFiles: "Un mensaje lleva como máximo {most, plural, one{# archivo} other{# archivos}}.",
  commandCantWait: "Un comando no se puede programar. Para enviarlo como texto, escribe dos barras.",
  filesCantWait: "Los archivos no se pueden programar: quítalos o envía el mensaje ahora.",
  willBeSent: "Se enviará {when}.",
  noFolders: "No se pueden adjuntar carpetas: comprime la carpeta primero.",
  add: "Añadir al mensaje",
  poll: "Encuesta",
  attach: "Adjuntar archivos",
  emoji: "Emojis",
  record: "Grabar un clip de voz",
  send: "Enviar",
  tooLong: "{over, plural, one{Sobra # carácter} other{Sobran # caracteres}}: un mensaje tiene como máximo {most, number}.",
  drop: "Suelta para adjuntar: {where}",
  suggestions: "Sugerencias",
  everyone: "todos en este canal",
};
