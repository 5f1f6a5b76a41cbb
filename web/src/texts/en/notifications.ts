/** Notifications on this device: their settings, and what they say. */
import { area } from "../area";

export const notifications = area("notifications", {
  intro:
    "You are told of direct messages, of what names you, and of replies in threads you follow. For a channel you choose in its details; what is muted stays quiet.",
  keywords: "Keywords",
  keywordsHint:
    "Words and phrases to hear of: when somebody writes one in a channel you are in, it counts as a mention of you. Nobody else sees your list.",
  keyword: "Word or phrase",
  keywordHint: "Up to {most, plural, one{# character} other{# characters}}. Found as a whole, in capitals or not.",
  addKeyword: "Add",
  removeKeyword: "Remove {keyword}",
  allKeywords: "{count, plural, one{That is # keyword} other{Those are # keywords}}, as many as one can have. Remove one to add another.",
  noKeywords: "No keywords yet.",
  here: "On this device",
  on: "Show notifications",
  onHint: "While Workloop is open in this browser, also when you are elsewhere.",
  unanswered: "The browser asked and got no answer. Turn it on once more, and allow it there.",
  unsupported: "This browser can't show notifications for Workloop.",
  insecure: "Browsers show notifications only for addresses that begin with https://. Ask whoever runs this Workloop.",
  blocked: "This browser blocks notifications from Workloop.",
  unblock:
    "Press the sign before the address at the top of the window, or open the settings for this website, and allow notifications there. This page notices it by itself.",
  words: "Show who wrote and what",
  wordsHint: "Off, they only say that there is something new: for screens that others see.",
  sound: "Play a quiet sound",
  soundHint: "For the same messages, and without notifications too.",
  kept: "Kept on this device.",
  quietNow: "Nothing is shown or sounded while your status says: {status}",
  test: "Send a test notification",
  sent: "It is sent. If you don't see it, the system holds it back: look there whether this browser may show notifications, and whether “do not disturb” is on.",
  notSent: "It couldn't be shown. Reload the page, and try once more.",
  tried: "This is what it looks like when somebody writes to you.",
  something: "There is something new for you.",
  counted: "({count, number}) {title}",
  in: "{who} in {place}",
  inThread: "{who} in a thread in {place}",
});
