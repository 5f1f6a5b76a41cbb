/** The workspace's own emoji. */
import { area } from "../area";

export const emojis = area("emojis", {
  title: "Emoji of this workspace",
  hint: "Choose a picture, or drop or paste one here. Everyone in the workspace can use it.",
  picture: "Picture",
  choosePicture: "Choose a picture",
  changePicture: "Choose another picture",
  name: "Name",
  nameHint: "2 to 32 letters a–z, digits, -, _ or +. It is written between colons.",
  add: "Add emoji",
  added: "{code} is there.",
  tooLarge: "The picture may have {size} MiB at most.",
  find: "Find emoji",
  none: "No emoji yet",
  noneHint: "The first one is yours to add.",
  noneCalled: "No emoji is called “{query}”",
  count: "{count, plural, one{# emoji} other{# emoji}}",
  addedBy: "Added by {name}, {when}",
  remove: "Take {code} away",
  reallyRemove: "Take {code} away for everyone",
  own: "This workspace",
  manage: "Add or look through emoji",
});
