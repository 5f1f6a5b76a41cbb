/** Lists across channels: drafts, mentions, saved messages, threads. */
import type { Whole } from "../whole";

export const lists: Whole["lists"] = {
  draftsTitle: "Borradores y no enviados",
  noDrafts: "No queda nada por decir",
  noDraftsHint: "Lo que empiezas a escribir se guarda aquí hasta que lo envías.",
  waitingToSend: "En espera de envío",
  waiting: "en espera",
  notSent: "no enviado",
  notSentWhy: "{text} — no enviado: {why}",
  drafts: "Borradores",
  activity: "Actividad",
  whichActivity: "Qué se muestra",
  allActivity: "Todo",
  mentions: "Menciones",
  reactions: "Reacciones",
  noActivity: "Todavía no hay nada para ti",
  noActivityHint:
    "Aquí aparecen los mensajes que te mencionan o contienen una de tus palabras clave, y los tuyos con reacciones de otras personas.",
  fresh: "nuevo",
  saved: "Guardados",
  noSaved: "No hay nada guardado",
  noSavedHint: "Guarda un mensaje para volver a encontrarlo aquí, en todos tus dispositivos. Nadie más ve lo que guardas.",
  takeOff: "Quitar de la lista",
  goneForYou: "Ya no puedes ver este mensaje.",
  threads: "Hilos",
  noThreads: "Todos los hilos al día",
  noThreadsHint: "Aquí aparecen los hilos que empiezas, en los que respondes o en los que te mencionan.",
  ringOpen: "con novedades",
  ringRead: "leído",
  inPlace: "en {place}",
};
