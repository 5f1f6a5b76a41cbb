/** Choosing people. */
import { area } from "../area";

export const people = area("people", {
  full: "That's as many as fit",
  placeholder: "Name or handle",
  nobodyCalled: "Nobody here is called “{query}”.",
  nobodyElse: "There is nobody else to choose.",
  takeOut: "Take out {name}",
});
