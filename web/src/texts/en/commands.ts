/** Commands that begin with a slash: their help and what they answer. */
import { area } from "../area";

export const commands = area("commands", {
  title: "Commands",
  twoSlashes: "To send a text that begins with a slash, write two: <code>//help</code> is sent as <code>/help</code>.",
  unknown: "There is no command /{name}: /help lists them. To send a text that begins with a slash, write two: //{name}",
  notInside: "You aren't in this channel: join it first.",
  meWhat: "Write what you do after it: /me waves",
  noTopicHere: "A direct message has no topic.",
  topicWhat: "Write the topic after it: /topic Release on Friday",
  topicSet: "The topic is set.",
  inviteNotHere: "The people of a direct message never change: begin another with more people.",
  inviteWhom: "Name somebody after it: /invite @ada",
  inside: "In the channel now: {names}.",
  dmWhom: "Name somebody after it: /dm @ada Do you have a minute?",
  leaveNotHere: "A direct message can't be left: mute it with /mute.",
  leavePrivate: "This channel is private: once out, only somebody inside lets you in again. To leave all the same: /leave now",
  left: "You left #{channel}.",
  remindWhen: "Say when: /remind me to call Bela tomorrow at 9 (or: in 20 minutes, at 15:30, on friday)",
  remindWhat: "Say of what: /remind me to call Bela tomorrow at 9",
  reminded: "You'll be reminded {when}: {what}",
  muted: "Muted: it isn't shown as unread any more. /unmute brings it back.",
  unmuted: "Not muted any more.",
  nobody: "There is nobody called @{handle} here: names are completed after @.",
});
