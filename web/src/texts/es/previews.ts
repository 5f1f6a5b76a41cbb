/** What a message's links lead to. */
import type { Whole } from "../whole";

export const previews: Whole["previews"] = {
  about: "Lo que {site} dice de la página enlazada",
  remove: "Quitar la vista previa de {page}",
};
