/** Notifications on this device: their settings, and what they say. */
import type { Whole } from "../whole";

export const notifications: Whole["notifications"] = {
  intro:
    "Te avisamos de los mensajes directos, de lo que te menciona y de las respuestas en los hilos que sigues. Para cada canal lo eliges en sus detalles; lo silenciado no suena.",
  keywords: "Palabras clave",
  keywordsHint:
    "Palabras y frases de las que quieres saber: cuando alguien escribe una en un canal en el que estás, cuenta como una mención. Nadie más ve tu lista.",
  keyword: "Palabra o frase",
  keywordHint:
    "Hasta {most, plural, one{# carácter} many{# de caracteres} other{# caracteres}}. Se busca entera, en mayúsculas o minúsculas.",
  addKeyword: "Añadir",
  removeKeyword: "Quitar {keyword}",
  allKeywords:
    "{count, plural, one{Es # palabra clave} many{Son # de palabras clave} other{Son # palabras clave}}, las que se pueden tener. Quita una para añadir otra.",
  noKeywords: "Todavía no hay palabras clave.",
  here: "En este dispositivo",
  on: "Mostrar notificaciones",
  onHint: "Mientras Workloop esté abierto en este navegador, aunque estés en otra parte.",
  unanswered: "El navegador preguntó y no obtuvo respuesta. Actívalas otra vez y permítelas allí.",
  unsupported: "Este navegador no puede mostrar notificaciones de Workloop.",
  insecure:
    "Los navegadores solo muestran notificaciones de direcciones que empiezan por https://. Pregunta a quien administra este Workloop.",
  blocked: "Este navegador bloquea las notificaciones de Workloop.",
  unblock:
    "Pulsa el símbolo que está delante de la dirección, arriba en la ventana, o abre los ajustes de este sitio web, y permite allí las notificaciones. Esta página lo nota por sí sola.",
  words: "Mostrar quién escribió y qué",
  wordsHint: "Desactivado, solo dicen que hay algo nuevo: para pantallas que otros ven.",
  sound: "Reproducir un sonido suave",
  soundHint: "Para los mismos mensajes, también sin notificaciones.",
  kept: "Se guarda en este dispositivo.",
  quietNow: "No se muestra ni suena nada mientras tu estado diga: {status}",
  test: "Enviar una notificación de prueba",
  sent: "Enviada. Si no la ves, el sistema la retiene: comprueba allí si este navegador puede mostrar notificaciones y si el modo «no molestar» está activado.",
  notSent: "No se pudo mostrar. Vuelve a cargar la página e inténtalo otra vez.",
  tried: "Así se ve cuando alguien te escribe.",
  something: "Hay algo nuevo para ti.",
  counted: "({count, number}) {title}",
  in: "{who} en {place}",
  inThread: "{who} en un hilo de {place}",
};
