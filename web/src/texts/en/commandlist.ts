/** What each command does, as completion shows it. */
import { area } from "../area";

export const commandlist = area("commandlist", {
  dm: "Write to somebody directly",
  dnd: "Have no notifications for a while: off ends it",
  help: "Show what commands there are",
  invite: "Put people into this channel",
  leave: "Leave this channel",
  me: "Say what you do, in italics",
  mute: "Don't show this channel as unread",
  poll: "Ask everyone here: question and answers in quotes",
  remind: "Be reminded: in…, at…, tomorrow, on friday at…",
  shrug: "Add ¯\\_(ツ)_/¯",
  status: "Say what you are doing; clear takes it off",
  topic: "Set what is talked about here",
  unmute: "Show this channel as unread again",
  takesPersonText: "@person text",
  takesPeople: "@person …",
  takesText: "text",
  takesPoll: "“question” “answer” “answer” …",
  takesReminder: "me what in 20 minutes",
  takesEnd: "until 15:30",
  takesStatus: ":emoji: text until 15:30",
});
