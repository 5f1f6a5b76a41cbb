/** Forwarding a message. */
import { area } from "../area";

export const forward = area("forward", {
  inSomeChannel: "in a channel",
  inChannel: "in #{channel}",
  inPrivate: "in a private conversation",
  gone: "This message was deleted meanwhile.",
  done: "Forwarded to {place}.",
  title: "Forward message",
  comment: "Comment",
  hint: "It's quoted with a link to where it was said, which opens for those who may read it there.",
  filesStay: "Its files stay there.",
  forward: "Forward",
  to: "To",
  takeOut: "Take out {name}",
  placeholder: "Channel or person",
  nothingCalled: "Nothing here is called “{query}”.",
});
