/**
 * Messages that others link to. Each is asked for once, and whoever may not read it is told
 * nothing; what is told of it since keeps it current.
 */
import { Refused, request } from "../api/request";
import type { History, Message } from "../api/types";
import { linkedKey } from "./live";
import { changed, world } from "./world";

/** Where a linked message stands. */
export interface Spot {
  channel: string;
  thread: string | null;
  seq: number;
}

/** Kept of those that were asked for; the longest known go first. */
const MOST = 200;
const asking = new Set<string>();

/** The message there, if it's known; null when there's none for me. */
export const linkedAt = (spot: Spot): Message | null | undefined => world.linked.get(linkedKey(spot));

/** Asks what stands there, unless that is known. */
export async function ask(spot: Spot): Promise<void> {
  const key = linkedKey(spot);
  if (world.linked.has(key) || asking.has(key)) return;
  asking.add(key);
  try {
    const query = new URLSearchParams({ around: String(spot.seq), limit: "1", ...(spot.thread ? { thread: spot.thread } : {}) });
    const { messages } = await request<History>("GET", `/channels/${spot.channel}/messages?${query}`);
    note(key, messages.find((it) => it.seq === spot.seq) ?? null);
  } catch (error) {
    // Out of reach: whoever shows it next asks again.
    if (error instanceof Refused && (error.status === 403 || error.status === 404)) note(key, null);
  } finally {
    asking.delete(key);
  }
}

function note(key: string, message: Message | null): void {
  world.linked.set(key, message);
  for (const oldest of world.linked.keys()) {
    if (world.linked.size <= MOST) break;
    world.linked.delete(oldest);
  }
  changed();
}

/** The first message of this Workloop that a text links to, by an address that stands for itself. */
export function linkIn(text: string, origin: string): Spot | null {
  const prose = text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, " ");
  for (const word of prose.split(/\s+/)) {
    if (!word.startsWith(`${origin}/c/`)) continue;
    const found = /^\/c\/(C[0-9A-Z]{26})(?:\/t\/(M[0-9A-Z]{26}))?\?at=(\d{1,15})$/.exec(word.slice(origin.length));
    if (found?.[1]) return { channel: found[1], thread: found[2] ?? null, seq: Number(found[3]) };
  }
  return null;
}
