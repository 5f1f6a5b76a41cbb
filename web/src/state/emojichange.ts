/** Adding emoji to the workspace's own, and taking them away. */
import { request } from "../api/request";
import type { Emoji } from "../api/types";
import { emojiPath } from "./emoji";
import { putEmoji } from "./live";
import { changed, world } from "./world";

/** Adds one of a picture that was sent. Throws `Refused`. */
export async function addEmoji(name: string, image: string): Promise<void> {
  putEmoji(world, await request<Emoji>("POST", emojiPath(), { name, image }));
  changed();
}

/** Takes one away. Throws `Refused`. */
export async function removeEmoji(name: string): Promise<void> {
  putEmoji(world, await request<Emoji>("DELETE", `${emojiPath()}/${name}`));
  changed();
}
