/** Asking before a message calls many. */
import type { Whole } from "../whole";

export const reach: Whole["reach"] = {
  title: "¿Enviar a tantas personas?",
  people: "Esto avisará a {people, plural, one{# persona} many{# personas} other{# personas}}.",
  zones:
    "Esto avisará a {people, plural, one{# persona} many{# personas} other{# personas}} en {zones, plural, one{# zona horaria} many{# zonas horarias} other{# zonas horarias}}.",
  more: "Esto avisará a más de {people, plural, one{# persona} many{# personas} other{# personas}}.",
  unknown: "Esto avisará a todas las personas a las que te refieres; ahora no se puede saber cuántas son.",
};
