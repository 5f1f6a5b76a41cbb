/** What each command does, as completion shows it. */
import type { Whole } from "../whole";

export const commandlist: Whole["commandlist"] = {
  dm: "Escribir a alguien directamente",
  dnd: "Sin notificaciones por un rato: off lo termina",
  help: "Mostrar los comandos que hay",
  invite: "Añadir personas a este canal",
  leave: "Salir de este canal",
  me: "Decir lo que haces, en cursiva",
  mute: "No mostrar este canal como no leído",
  poll: "Preguntar a todos aquí: pregunta y respuestas entre comillas",
  remind: "Recibir un recordatorio: in…, at…, tomorrow, on friday at…",
  shrug: "Añadir ¯\\_(ツ)_/¯",
  status: "Decir qué estás haciendo; clear lo quita",
  topic: "Definir de qué se habla aquí",
  unmute: "Volver a mostrar este canal como no leído",
  takesPersonText: "@persona texto",
  takesPeople: "@persona …",
  takesText: "texto",
  takesPoll: "«pregunta» «respuesta» «respuesta» …",
  takesReminder: "me qué in 20 minutes",
  takesEnd: "until 15:30",
  takesStatus: ":emoji: texto until 15:30",
};
