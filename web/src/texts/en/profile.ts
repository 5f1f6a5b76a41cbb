/** Who somebody is. */
import { area } from "../area";

export const profile = area("profile", {
  title: "Profile",
  close: "Close profile",
  gone: "{name} isn't here any more.",
  status: "Status",
  presence: "Now",
  localTime: "Local time",
  ahead: "{hours} h ahead of you",
  behind: "{hours} h behind you",
  role: "Role",
  roleIs: "{role, select, owner{Owner} admin{Administrator} guest{Guest, in chosen channels only} other{Member}}",
  edit: "Edit your profile",
  message: "Message",
  unknown: "Nobody you know",
  unknownHint: "They may have left, or share no channel with you.",
  groups: "Groups",
});
