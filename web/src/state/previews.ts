/** What links lead to: it comes with its message, and one may take it off. */
import { request } from "../api/request";
import type { Message } from "../api/types";
import { putMessage } from "./live";
import { changed, world } from "./world";

/** Takes the preview of a link off. Throws `Refused`. */
export async function removePreview(message: Message, url: string): Promise<void> {
  const which = new URLSearchParams({ url });
  putMessage(world, await request<Message>("DELETE", `/channels/${message.channel}/messages/${message.id}/previews?${which}`));
  changed();
}
