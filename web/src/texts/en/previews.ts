/** What a message's links lead to. */
import { area } from "../area";

export const previews = area("previews", {
  about: "What {site} says of the linked page",
  remove: "Remove the preview of {page}",
});
