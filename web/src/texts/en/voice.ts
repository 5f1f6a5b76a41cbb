/** Recording a voice clip. */
import { area } from "../area";

export const voice = area("voice", {
  denied: "The browser keeps the microphone from Workloop. Allow it in the settings beside the address, then try again.",
  missing: "No microphone was found. Connect one, then try again.",
  busy: "The microphone can't be used just now. Another program may have it: close that, then try again.",
  throwAway: "Throw the clip away",
  asking: "Asking for the microphone…",
  send: "Send clip",
  length: "Length of the clip",
  ended: "Recording ended.",
  recording: "Recording.",
  longest: "Ten minutes is the most. It can be sent.",
  wentAway: "The microphone went away. It can be sent.",
});
