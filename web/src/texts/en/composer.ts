/** Writing a message. */
import { area } from "../area";

export const composer = area("composer", {
  mostFiles: "A message carries at most {most, plural, one{# file} other{# files}}.",
  commandCantWait: "A command can't wait. To send it as a text, write two slashes.",
  filesCantWait: "Files can't wait: remove them, or send the message now.",
  willBeSent: "Will be sent {when}.",
  noFolders: "Folders can't be attached: pack one into an archive first.",
  add: "Add to the message",
  poll: "Poll",
  attach: "Attach files",
  emoji: "Emoji",
  record: "Record a voice clip",
  send: "Send",
  tooLong: "{over, plural, one{# character too many} other{# characters too many}}: a message has at most {most, number}.",
  drop: "Drop to attach: {where}",
  suggestions: "Suggestions",
  everyone: "everyone in this channel",
});
