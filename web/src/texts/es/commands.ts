/** Commands that begin with a slash: their help and what they answer. */
import type { Whole } from "../whole";

export const commands: Whole["commands"] = {
  title: "Comandos",
  twoSlashes: "Para enviar un texto que empieza con una barra, escribe dos: <code>//help</code> se envía como <code>/help</code>.",
  unknown: "No existe el comando /{name}: con /help los ves todos. Para enviar un texto que empieza con una barra, escribe dos: //{name}",
  notInside: "No estás en este canal: únete primero.",
  meWhat: "Escribe después lo que haces: /me saluda",
  noTopicHere: "Un mensaje directo no tiene tema.",
  topicWhat: "Escribe el tema después: /topic Lanzamiento el viernes",
  topicSet: "El tema está definido.",
  inviteNotHere: "Las personas de un mensaje directo no cambian: empieza otro con más gente.",
  inviteWhom: "Nombra a alguien después: /invite @ada",
  inside: "Ahora en el canal: {names}.",
  dmWhom: "Nombra a alguien después: /dm @ada ¿Tienes un minuto?",
  leaveNotHere: "No se puede salir de un mensaje directo: siléncialo con /mute.",
  leavePrivate:
    "Este canal es privado: una vez fuera, solo alguien de dentro puede volver a añadirte. Para salir de todos modos: /leave now",
  left: "Saliste de #{channel}.",
  pollHow: 'Escribe la pregunta y de 2 a 10 respuestas entre comillas: /poll "¿Comida?" "Pizza" "Sopa"',
  remindWhen: "Di cuándo: /remind me llamar a Bela tomorrow at 9 (o bien: in 20 minutes, at 15:30, on friday)",
  remindWhat: "Di de qué: /remind me llamar a Bela tomorrow at 9",
  reminded: "Te lo recordaremos {when}: {what}",
  muted: "Silenciado: ya no se muestra como no leído. Con /unmute vuelve a mostrarse.",
  unmuted: "Ya no está silenciado.",
  statusSet: "Tu estado: {status}",
  statusOff: "Se ha quitado tu estado.",
  statusEmoji: "No existe el emoji :{name}: (los nombres se completan después de dos puntos).",
  statusTooLong: "Un estado tiene como máximo {most} caracteres: este tiene {count}.",
  dndWhen: "Di hasta cuándo: /dnd until 15:30 (o bien: for an hour, until tomorrow), o /dnd off",
  nobody: "Aquí no hay nadie con el nombre @{handle}: los nombres se completan después de @.",
};
