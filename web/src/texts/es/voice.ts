/** Recording a voice clip. */
import type { Whole } from "../whole";

export const voice: Whole["voice"] = {
  denied: "El navegador no le da el micrófono a Workloop. Permítelo en los ajustes junto a la dirección e inténtalo de nuevo.",
  missing: "No se encontró ningún micrófono. Conecta uno e inténtalo de nuevo.",
  busy: "El micrófono no se puede usar en este momento. Quizá lo tenga otro programa: ciérralo e inténtalo de nuevo.",
  throwAway: "Descartar el clip",
  asking: "Pidiendo el micrófono…",
  send: "Enviar clip",
  length: "Duración del clip",
  ended: "La grabación terminó.",
  recording: "Grabando.",
  longest: "El máximo son diez minutos. Se puede enviar.",
  wentAway: "El micrófono se desconectó. Se puede enviar.",
};
