/**
 * Whom a message concerns, as far as one's own settings say; the server's rule for waking
 * browsers (`chat::push::rules`) is the same.
 */
import type { Message } from "../api/types";
import { alertsMe } from "./live";
import type { World } from "./world";

/** What is older than the newest that was told by more than this is no news. */
export const FRESH_US = 3_600 * 1_000_000;

/**
 * Whether it's worth telling me: unread, by somebody else, and of a kind I want to hear of
 * here. In a channel: all, or what names me or everybody or has a keyword of mine, as I
 * chose (direct messages begin with all). In a thread: all when I follow it; being named or
 * `alerted` makes one follow.
 */
export function concerns(world: World, message: Message, alerted = alertsMe(world, message.id)): boolean {
  const me = world.account?.id ?? "";
  const place = world.places.get(message.channel);
  if (!place || message.author === me || message.kind !== "text" || message.deleted_at) return false;
  const { muted, level } = place.membership;
  if (muted || level === "nothing") return false;
  const named = alerted || message.mentions.includes(me);
  if (message.thread === null) {
    return message.seq > place.reading.read_seq && (level === "all" || message.mentions_all || named);
  }
  const reading = world.threads.get(message.thread);
  return message.seq > (reading?.read_seq ?? 0) && (named || Boolean(reading?.following));
}
