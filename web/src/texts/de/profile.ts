/** Who somebody is. */
import type { Whole } from "../whole";

export const profile: Whole["profile"] = {
  title: "Profil",
  close: "Profil schließen",
  gone: "{name} ist nicht mehr hier.",
  status: "Status",
  presence: "Jetzt",
  localTime: "Ortszeit",
  ahead: "{hours} h vor dir",
  behind: "{hours} h hinter dir",
  role: "Rolle",
  roleIs: "{role, select, owner{Inhaber} admin{Verwalter} guest{Gast, nur in ausgewählten Kanälen} other{Mitglied}}",
  edit: "Dein Profil bearbeiten",
  message: "Nachricht",
  unknown: "Niemand, den du kennst",
  unknownHint: "Vielleicht nicht mehr da, oder in keinem Kanal mit dir.",
  groups: "Gruppen",
};
