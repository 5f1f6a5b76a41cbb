/** Encuestas. */
import type { Whole } from "../whole";

export const polls: Whole["polls"] = {
  title: "Nueva encuesta",
  question: "Pregunta",
  answer: "Respuesta {number, number}",
  addAnswer: "Añadir una respuesta",
  removeAnswer: "Quitar la respuesta {number, number}",
  multiple: "Se pueden elegir varias respuestas",
  anonymously: "Anónima",
  anonymousHint: "Nadie ve quién eligió qué.",
  ends: "Se cierra",
  never: "Cuando la cierres",
  hour: "En una hora",
  day: "En un día",
  week: "En una semana",
  ask: "Preguntar",
  voters: "{count, plural, =0{nadie ha votado aún} one{# persona ha votado} other{# personas han votado}}",
  votes: "{count, plural, one{# voto} other{# votos}}",
  several: "varias respuestas",
  anonymous: "anónima",
  closed: "cerrada",
  until: "se cierra {when}",
  takeBack: "Retirar mi voto",
  end: "Cerrar la encuesta",
  you: "tú",
};
