/** Making and changing a section of the sidebar. */
import { area } from "../area";

export const sections = area("sections", {
  sectionName: "Section name",
  findConversation: "Find a conversation",
  sectionHolds: "{count, plural, =0{No conversations} one{# conversation} other{# conversations}}",
  saveSection: "Save section",
  sectionsFull: "You have {most, number} sections already: delete one first.",
  editSection: "Edit section",
  sectionUp: "Move up",
  sectionDown: "Move down",
  deleteSection: "Delete",
  sectionGone: "Section deleted; its conversations are where they were before.",
});
