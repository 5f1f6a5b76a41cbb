/** Files: in messages, in lists, opened, and on their way. */
import { area } from "../area";

export const files = area("files", {
  download: "Download {file}",
  gone: "This file was deleted.",
  searchEmoji: "Search emoji",
  skinTone: "Skin tone",
  tone: "{tone, select, none{No skin tone} light{Light} mediumlight{Medium-light} medium{Medium} mediumdark{Medium-dark} other{Dark}}",
  loading: "Loading…",
  noEmoji: "No emoji found.",
  showInConversation: "Show in conversation",
  position: "({at, number} of {count, number})",
  smaller: "Smaller",
  larger: "Larger",
  previous: "Previous",
  next: "Next",
  cantPlay: "This browser can't play it. Download it to play it with another program.",
  readFile: "Read {file}",
  readIt: "Read it",
  shownCopied: "What is shown was copied.",
  problem: "{problem} Try again in a moment, or download it.",
  loadingFile: "Loading the file",
  textOf: "Text of {file}",
  firstOf: "These are the first {shown} of {size}: download it for the rest.",
  downloadIt: "Download",
  notThere: "This file isn't there any more.",
  cardNote: "{size}, {kind}",
});
