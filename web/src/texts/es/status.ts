/** What one says of oneself for a while. */
import type { Whole } from "../whole";

export const status: Whole["status"] = {
  title: "Tu estado",
  what: "¿Qué estás haciendo?",
  emoji: "Emoji: {emoji}",
  suggestions: "Sugerencias",
  meeting: "En una reunión",
  lunch: "Almorzando",
  focus: "Concentración",
  home: "Trabajo desde casa",
  ill: "De baja por enfermedad",
  holiday: "De vacaciones",
  ends: "Termina",
  never: "Cuando lo quite",
  halfHour: "En 30 minutos",
  hour: "En 1 hora",
  fourHours: "En 4 horas",
  today: "Al final de hoy",
  week: "Al final de esta semana",
  asItIs: "Como antes: {when}",
  until: "{words} · hasta {when}",
  untilTonight: "{words} · hasta el final de hoy",
  untilEndOf: "{words} · hasta el final del {day}",
  off: "Quitar",
};
