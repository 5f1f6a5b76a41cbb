/** What one keeps for oneself: told to the server, and to one's other devices by it. */
import { request } from "../api/request";
import type { Message, Saved } from "../api/types";
import { putSaved } from "./live";
import { changed, listOf, world } from "./world";

/** Saves a message. Throws `Refused`. */
export async function save({ channel, id }: Pick<Message, "channel" | "id">): Promise<void> {
  putSaved(world, await request<Saved>("PUT", `/channels/${channel}/messages/${id}/saved`));
  changed();
}

/** Takes a message off the list. Throws `Refused`. */
export async function unsave(id: string): Promise<void> {
  putSaved(world, await request<Saved>("DELETE", `/saved/${id}`));
  changed();
}

/** What is on the list. */
export const saved = listOf((it) => [...it.saved.values()].filter((one) => one.saved_at));
