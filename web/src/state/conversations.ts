/** Reading conversations: pages in both directions, read cursors, reactions, edits. */
import { request } from "../api/request";
import type { Draft, History, Message, Reading } from "../api/types";
import { putDraft, putMessage, putReading } from "./live";
import { changed, conversationKey, world } from "./world";

const PAGE = 50;
/** Messages kept of one conversation; far ones are dropped and read again when needed. */
const KEPT = 400;
const loading = new Map<string, Promise<void>>();

type Part = { latest: true } | { before: number } | { after: number } | { around: number };

/** Loads a part of a conversation, once at a time for each. */
export function load(channel: string, thread: string | null, part: Part): Promise<void> {
  const key = conversationKey(channel, thread);
  const name = `${key} ${JSON.stringify(part)}`;
  const running = loading.get(name);
  if (running) return running;
  const work = fetchPart(channel, thread, part).finally(() => loading.delete(name));
  loading.set(name, work);
  return work;
}

async function fetchPart(channel: string, thread: string | null, part: Part): Promise<void> {
  const key = conversationKey(channel, thread);
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries(part)) if (name !== "latest") query.set(name, String(value));
  if (thread) query.set("thread", thread);
  const page = await request<History>("GET", `/channels/${channel}/messages?${query}`);
  const known = world.conversations.get(key);
  if ("before" in part && known?.messages[0]?.seq === part.before) {
    const messages = [...page.messages, ...known.messages];
    const cut = messages.length > KEPT;
    world.conversations.set(key, {
      messages: cut ? messages.slice(0, KEPT) : messages,
      moreBefore: page.more_before,
      moreAfter: known.moreAfter || cut,
    });
  } else if ("after" in part && known?.messages.at(-1)?.seq === part.after) {
    const messages = [...known.messages, ...page.messages];
    const cut = messages.length > KEPT;
    world.conversations.set(key, {
      messages: cut ? messages.slice(-KEPT) : messages,
      moreBefore: known.moreBefore || cut,
      moreAfter: page.more_after,
    });
  } else if (!("before" in part || "after" in part)) {
    world.conversations.set(key, { messages: page.messages, moreBefore: page.more_before, moreAfter: page.more_after });
  }
  changed();
}

/** Everything up to `seq` is read; told to the server once it's further than known. */
export async function markRead(channel: string, thread: string | null, seq: number): Promise<void> {
  const reading = thread ? world.threads.get(thread) : world.places.get(channel)?.reading;
  if (!reading || seq <= reading.read_seq) return;
  putReading(world, await request<Reading>("POST", `/channels/${channel}/read`, { thread, seq, generation: reading.generation }));
  changed();
}

export async function markUnread(message: Message): Promise<void> {
  const { channel, thread, seq } = message;
  putReading(world, await request<Reading>("POST", `/channels/${channel}/unread`, { thread, seq }));
  changed();
}

const path = (message: Message) => `/channels/${message.channel}/messages/${message.id}`;

export async function edit(message: Message, text: string): Promise<void> {
  putMessage(world, await request<Message>("PATCH", path(message), { text }));
  changed();
}

export async function remove(message: Message): Promise<void> {
  putMessage(world, await request<Message>("DELETE", path(message)));
  changed();
}

export async function react(message: Message, emoji: string): Promise<void> {
  const mine = message.reactions.find((it) => it.emoji === emoji)?.users.includes(world.account?.id ?? "");
  putMessage(world, await request<Message>(mine ? "DELETE" : "PUT", `${path(message)}/reactions/${encodeURIComponent(emoji)}`));
  changed();
}

/** The root of a thread that isn't loaded. */
export const fetchMessage = (channel: string, id: string): Promise<Message> => request("GET", `/channels/${channel}/messages/${id}`);

export async function keepDraft(channel: string, thread: string | null, text: string): Promise<void> {
  const updated_at = Date.now() * 1000;
  putDraft(world, await request<Draft>("PUT", `/channels/${channel}/draft`, { thread, text, updated_at }));
  changed();
}
