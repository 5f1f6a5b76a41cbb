/** Groups of people that are named together. */
import { area } from "../area";

export const groups = area("groups", {
  title: "Groups",
  hint: "People who are mentioned together: @design reaches everyone in that group who can see the message.",
  create: "Create a group",
  none: "No groups yet",
  noneHint: "Create one for a team that is often called together.",
  people: "{count, plural, one{# person} other{# people}}",
  editWhich: "Edit {group}",
  deleteWhich: "Delete {group}",
  delete: "Delete…",
  name: "Name",
  handle: "Handle",
  handleHint: "Typed after @: small letters, digits, dots, dashes and underscores. Nobody else may have it.",
  members: "People",
  deleteAsk: "Delete {group}?",
  deleteHint: "Nobody can be mentioned by it any more. What was said stays, and so do its people.",
});
