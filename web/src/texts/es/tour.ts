/** The first steps inside. */
import type { Whole } from "../whole";

export const tour: Whole["tour"] = {
  linkHint: "Funciona durante siete días. Puedes revocarlo cuando quieras en Administración.",
  createLink: "Crear un enlace de invitación",
  linkCopied: "Enlace de invitación copiado.",
  noCopy: "El navegador no permitió copiar. Selecciona el enlace y cópialo a mano.",
  link: "Enlace de invitación",
  copyLink: "Copiar enlace",
  addPicture: "Añade tu foto",
  firstChannel: "Crea tu primer canal",
  invite: "Invita a alguien",
  notPutAway: "No se pudo ocultar la lista en este momento. Inténtalo de nuevo cuando tengas conexión.",
  title: "Primeros pasos",
  putAway: "Ocultar la lista",
  done: "hecho",
  toDo: "por hacer",
};
