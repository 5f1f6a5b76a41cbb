/** What kept a scheduled message from being sent, or a reminder from showing its message. */
import type { Whole } from "../whole";

export const obstacles: Whole["obstacles"] = {
  send_not_inside: "No se envió: ya no estabas en este canal. Únete y envíalo ahora, o copia el texto.",
  send_archived: "No se envió: el canal está archivado. Copia el texto, o envíalo cuando el canal vuelva a estar abierto.",
  send_deactivated: "No se envió: tu cuenta estaba desactivada en ese momento. Envíalo ahora si todavía tiene sentido.",
  send_gone: "No se envió: el hilo se eliminó. Copia el texto.",
  send_failed: "No se envió: el servidor no pudo. Intenta enviarlo ahora.",
  remind_not_inside: "El mensaje está en un canal que ya no puedes ver.",
  remind_archived: "El canal está archivado.",
  remind_deactivated: "Tu cuenta estaba desactivada en ese momento.",
  remind_gone: "El mensaje se eliminó.",
  remind_failed: "El servidor no pudo consultar el mensaje.",
};
