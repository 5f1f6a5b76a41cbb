/** All channels one may join, and making one. */
import { area } from "../area";

export const browse = area("browse", {
  title: "All channels",
  create: "Create a channel",
  find: "Find a channel",
  archived: "Archived ones",
  noneCalled: "No channel is called “{query}”",
  noneArchived: "Nothing is archived",
  none: "No channels yet",
  noneCalledHint: "Try fewer letters, or create it.",
  noneHint: "Channels that anyone here may join are listed on this page.",
  leave: "Leave",
  join: "Join",
});
