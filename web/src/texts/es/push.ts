/** Being woken while Workloop isn't open. */
import type { Whole } from "../whole";

export const push: Whole["push"] = {
  title: "Cuando Workloop no está abierto",
  wake: "Avisar en este navegador",
  hint: "De lo que te menciona, los mensajes directos y los hilos que sigues, si no lo has leído en otro sitio.",
  off: "No",
  bare: "Sí, sin decir qué se escribió",
  text: "Sí, diciendo qué se escribió",
  unable: "Este navegador no puede recibir avisos. En un iPhone o iPad, añade primero Workloop a la pantalla de inicio.",
  denied: "Las notificaciones están bloqueadas para esta dirección: permítelas en los ajustes del navegador.",
  server: "Este servidor no envía avisos.",
  service: "No se puede contactar con el servicio de avisos del navegador. Inténtalo más tarde.",
  message: "Mensaje nuevo",
  reminder: "Un recordatorio para ti",
  remember: "Recordatorio: {about}",
  inPlace: "{author} en {place}",
  inThread: "{author} en un hilo de {place}",
  file: "Ha enviado un archivo.",
};
