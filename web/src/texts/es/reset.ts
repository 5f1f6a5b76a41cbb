/** A forgotten password. */
import type { Whole } from "../whole";

export const reset: Whole["reset"] = {
  title: "¿Olvidaste tu contraseña?",
  lead: "Escribe la dirección de correo de tu cuenta. Allí enviaremos un enlace para establecer una contraseña nueva.",
  send: "Enviar el enlace",
  sentTitle: "Revisa tu correo",
  sent: "Si hay una cuenta para {email}, el enlace ya está en camino. Es válido durante una hora.",
  sentHint: "¿No ha llegado? Mira en el correo no deseado, o comprueba la dirección y pídelo otra vez.",
  back: "Volver a iniciar sesión",
  chooseTitle: "Establece una contraseña nueva",
  chooseLead: "Se cerrará la sesión en todos los dispositivos.",
  set: "Establecer contraseña",
  ended: "Este enlace no se puede usar",
  endedWhy: "Ha caducado o ya se usó. Pide uno nuevo.",
  askAgain: "Pedir un enlace nuevo",
  done: "Tu contraseña está establecida",
  doneWhy: "Ahora inicia sesión con ella.",
};
