/** Choosing people. */
import type { Whole } from "../whole";

export const people: Whole["people"] = {
  full: "No caben más",
  placeholder: "Nombre o nombre de usuario",
  nobodyCalled: "Aquí nadie se llama «{query}».",
  nobodyElse: "No hay nadie más para elegir.",
  takeOut: "Quitar a {name}",
};
