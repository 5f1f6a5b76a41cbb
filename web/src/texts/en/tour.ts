/** The first steps inside. */
import { area } from "../area";

export const tour = area("tour", {
  linkHint: "Works for seven days. Revoke it any time under Administration.",
  createLink: "Create an invite link",
  linkCopied: "Invite link copied.",
  noCopy: "The browser didn't allow copying. Select the link and copy it by hand.",
  link: "Invite link",
  copyLink: "Copy link",
  addPicture: "Add your picture",
  firstChannel: "Create your first channel",
  invite: "Invite someone",
  notPutAway: "The checklist couldn't be put away just now. Try again when you're connected.",
  title: "First steps",
  putAway: "Put the checklist away",
  done: "done",
  toDo: "to do",
});
