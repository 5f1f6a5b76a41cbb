/** Lists across channels: drafts, mentions, saved messages, threads. */
import { area } from "../area";

export const lists = area("lists", {
  draftsTitle: "Drafts and unsent",
  noDrafts: "Nothing left unsaid",
  noDraftsHint: "What you begin to write is kept here until you send it.",
  waitingToSend: "Waiting to send",
  waiting: "waiting",
  notSent: "not sent",
  notSentWhy: "{text} — not sent: {why}",
  drafts: "Drafts",
  mentions: "Mentions",
  noMentions: "Nobody named you yet",
  noMentionsHint: "Messages with your name after an @ are listed here, from every channel you may read.",
  saved: "Saved",
  noSaved: "Nothing saved",
  noSavedHint: "Save a message to find it here again, on all your devices. Nobody else sees what you save.",
  takeOff: "Take off the list",
  goneForYou: "You can't see this message any more.",
  threads: "Threads",
  noThreads: "All loops closed",
  noThreadsHint: "Threads you start, answer in or are mentioned in are listed here.",
  ringOpen: "open",
  ringRead: "read",
  inPlace: "in {place}",
});
