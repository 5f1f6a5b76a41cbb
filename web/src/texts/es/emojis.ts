/** Los emojis propios del espacio. */
import type { Whole } from "../whole";

export const emojis: Whole["emojis"] = {
  title: "Emojis de este espacio",
  hint: "Elige una imagen, o arrástrala o pégala aquí. Todos en el espacio pueden usarla.",
  picture: "Imagen",
  choosePicture: "Elegir una imagen",
  changePicture: "Elegir otra imagen",
  name: "Nombre",
  nameHint: "De 2 a 32 letras a–z, cifras, -, _ o +. Se escribe entre dos puntos.",
  add: "Añadir emoji",
  added: "{code} ya está.",
  tooLarge: "La imagen puede tener {size} MiB como máximo.",
  find: "Buscar emoji",
  none: "Aún no hay emojis",
  noneHint: "El primero lo puedes añadir tú.",
  noneCalled: "Ningún emoji se llama «{query}»",
  count: "{count, plural, one{# emoji} other{# emojis}}",
  addedBy: "Añadido por {name}, {when}",
  remove: "Quitar {code}",
  reallyRemove: "Quitar {code} para todos",
  own: "Este espacio",
  manage: "Añadir o ver emojis",
};
