/** Searching messages. */
import { area } from "../area";

export const search = area("search", {
  title: "Search",
  field: "Search messages",
  placeholder: "Words, from:ada, in:harbour, has:file",
  dropFilter: "Drop the filter {filter}",
  order: "Order",
  best: "best first",
  newest: "newest first",
  searching: "Searching",
  count: "{count, plural, one{# message} other{# messages}}",
  nothing: "Nothing found",
  nothingFits: "No message you can see fits all of it. Try without {filters}.",
  nothingHint: "No message you can see has these words. Try fewer or shorter ones: the beginning of a word is enough.",
  begin: "Search everything you can read",
  beginHint: "The beginning of a word is enough. Narrow it down with:",
  from: "written by Ada",
  in: "in one channel",
  has: "with a file, link or image",
  after: "since a day; before: until it",
});
