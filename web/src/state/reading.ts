/**
 * How far one has read: told to the server a moment after it's true, the furthest only, one
 * request at a time for each conversation.
 */
import { request } from "../api/request";
import type { Message, Reading } from "../api/types";
import { putReading } from "./live";
import { changed, conversationKey, world } from "./world";

const GATHER_MS = 250;

interface Telling {
  seq: number;
  busy: boolean;
}

const tellings = new Map<string, Telling>();

const readingOf = (channel: string, thread: string | null) => (thread ? world.threads.get(thread) : world.places.get(channel)?.reading);

/** Up to where it's read, with what the server is about to be told. */
export function readUpTo(channel: string, thread: string | null): number {
  const told = readingOf(channel, thread)?.read_seq ?? 0;
  return Math.max(told, tellings.get(conversationKey(channel, thread))?.seq ?? 0);
}

/** Everything up to `seq` is read. */
export function markRead(channel: string, thread: string | null, seq: number): void {
  if (!readingOf(channel, thread) || seq <= readUpTo(channel, thread)) return;
  const key = conversationKey(channel, thread);
  const telling = tellings.get(key) ?? { seq, busy: false };
  telling.seq = seq;
  tellings.set(key, telling);
  if (telling.busy) return;
  telling.busy = true;
  setTimeout(() => void tell(channel, thread, telling), GATHER_MS);
}

async function tell(channel: string, thread: string | null, telling: Telling): Promise<void> {
  const key = conversationKey(channel, thread);
  try {
    for (let told = -1; told < telling.seq; ) {
      told = telling.seq;
      const generation = readingOf(channel, thread)?.generation;
      if (generation === undefined) break;
      putReading(world, await request<Reading>("POST", `/channels/${channel}/read`, { thread, seq: told, generation }));
      changed();
    }
  } catch {
    // Out of reach: whoever looks at the conversation when it's back, marks it again.
  } finally {
    if (tellings.get(key) === telling) tellings.delete(key);
  }
}

/** What one wrote oneself, right after all that was read, is read too. */
export function readOwn(message: Message): void {
  if (message.author !== world.account?.id) return;
  if (message.seq === readUpTo(message.channel, message.thread) + 1) markRead(message.channel, message.thread, message.seq);
}

/** From this message on it's unread again, until one comes back to it. */
export async function markUnread(message: Message): Promise<void> {
  const { channel, thread, seq } = message;
  tellings.delete(conversationKey(channel, thread));
  putReading(world, await request<Reading>("POST", `/channels/${channel}/unread`, { thread, seq }));
  changed();
}
