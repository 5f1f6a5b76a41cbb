/** Forwarding a message. */
import type { Whole } from "../whole";

export const forward: Whole["forward"] = {
  inSomeChannel: "en un canal",
  inChannel: "en #{channel}",
  inPrivate: "en una conversación privada",
  gone: "Mientras tanto, este mensaje se eliminó.",
  done: "Reenviado a {place}.",
  title: "Reenviar mensaje",
  comment: "Comentario",
  hint: "Se cita con un enlace al lugar donde se dijo, que se abre para quienes pueden leerlo allí.",
  filesStay: "Sus archivos se quedan allí.",
  forward: "Reenviar",
  to: "Para",
  takeOut: "Quitar {name}",
  placeholder: "Canal o persona",
  nothingCalled: "Aquí no hay nada que se llame «{query}».",
};
