/** Who somebody is. */
import type { Whole } from "../whole";

export const profile: Whole["profile"] = {
  title: "Perfil",
  close: "Cerrar perfil",
  gone: "{name} ya no está aquí.",
  status: "Estado",
  presence: "Ahora",
  localTime: "Hora local",
  ahead: "{hours} h por delante de ti",
  behind: "{hours} h por detrás de ti",
  role: "Rol",
  roleIs: "{role, select, owner{Propietario} admin{Administrador} guest{Invitado, solo en canales elegidos} other{Miembro}}",
  edit: "Editar tu perfil",
  message: "Mensaje",
  unknown: "Nadie que conozcas",
  unknownHint: "Puede que se haya ido o que no comparta ningún canal contigo.",
  groups: "Grupos",
};
