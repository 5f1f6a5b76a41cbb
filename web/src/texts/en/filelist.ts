/** The list of files that were shared. */
import { area } from "../area";

export const filelist = area("filelist", {
  aPublicChannel: "a public channel",
  messageWith: "a message with {name}",
  showFile: "Show {file} in conversation",
  title: "Files",
  all: "All",
  pictures: "Pictures",
  videos: "Videos",
  audio: "Audio",
  documents: "Documents",
  findByName: "Find a file by name",
  findPlaceholder: "Find by name",
  kind: "Kind of file",
  count: "{count, plural, one{# file} other{# files}}",
  noneFits: "None of the newest files fits. Older ones may.",
  noSuch: "No such file",
  noSuchHint: "Try another kind, or fewer letters of its name.",
  none: "No files yet",
  noneHint: "What people attach to their messages is found here.",
  toDownload: ", download",
  toOpen: ", open",
  noteIn: "{owner} in {place}, {time}, {size}",
  note: "{owner}, {time}, {size}",
  showInConversation: "Show in conversation",
  download: "Download {file}",
});
