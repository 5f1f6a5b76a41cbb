/** Being woken while Workloop isn't open: the setting, and what notifications say. */
import { area } from "../area";

export const push = area("push", {
  title: "When Workloop isn't open",
  wake: "Wake this browser",
  hint: "For what mentions you, direct messages and threads that you follow, unless you've read it elsewhere.",
  off: "No",
  bare: "Yes, without saying what was written",
  text: "Yes, and say what was written",
  unable: "This browser can't be woken. On an iPhone or iPad, add Workloop to the home screen first.",
  denied: "Notifications are blocked for this address: allow them in the browser's settings.",
  server: "This server wakes no browsers.",
  service: "The browser's push service can't be reached. Try again later.",
  message: "New message",
  reminder: "A reminder for you",
  remember: "Reminder: {about}",
  inPlace: "{author} in {place}",
  inThread: "{author} in a thread in {place}",
  file: "Sent a file.",
});
