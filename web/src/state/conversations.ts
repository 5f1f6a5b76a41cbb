/** Conversations over REST: pages in both directions, and what one does to a message. */
import { request } from "../api/request";
import type { History, Message } from "../api/types";
import { putMessage } from "./live";
import { type Part, trimmed, withPage } from "./parts";
import { plainOf } from "./tones";
import { changed, conversationKey, world } from "./world";

const PAGE = 50;
/** The most the server gives: as much as can be of what the reader had before them. */
const PAGE_ANEW = 100;
/** Messages kept of the conversation that is open, and of one that was left. */
const OPEN_MOST = 1_000;
const LEFT_MOST = 200;
/** Conversations kept, the longest unused goes first. */
const CONVERSATIONS_MOST = 30;

const loading = new Map<string, Promise<void>>();

/** Loads a part of a conversation, once at a time for each. Throws `Refused`. */
export function load(channel: string, thread: string | null, part: Part): Promise<void> {
  const name = `${conversationKey(channel, thread)} ${JSON.stringify(part)}`;
  const running = loading.get(name);
  if (running) return running;
  const work = fetchPart(channel, thread, part).finally(() => loading.delete(name));
  loading.set(name, work);
  return work;
}

const pages = new Map<string, number>();

/** `anew`: the page takes the place of what is known instead of joining it. */
async function fetchPart(channel: string, thread: string | null, part: Part, anew = false): Promise<void> {
  const key = conversationKey(channel, thread);
  const query = new URLSearchParams({ limit: String(anew ? PAGE_ANEW : PAGE) });
  for (const [name, value] of Object.entries(part)) if (name !== "latest") query.set(name, String(value));
  if (thread) query.set("thread", thread);
  await whileTold(
    channel,
    () => request<History>("GET", `/channels/${channel}/messages?${query}`),
    (page) => {
      if (anew) world.conversations.delete(key);
      takePage(key, page, part);
    },
  );
}

/** Asks for messages of a channel; what is told meanwhile may be newer than the answer. */
export async function whileTold<Answer>(
  channel: string,
  ask: () => Promise<Answer>,
  take: (answer: Answer, told: Iterable<Message>) => void,
): Promise<void> {
  if (!world.told.has(channel)) world.told.set(channel, new Map());
  pages.set(channel, (pages.get(channel) ?? 0) + 1);
  try {
    take(await ask(), world.told.get(channel)?.values() ?? []);
  } finally {
    const left = (pages.get(channel) ?? 1) - 1;
    pages.set(channel, left);
    if (left === 0) world.told.delete(channel);
  }
  changed();
}

/** Joins a page to a conversation. */
export function takePage(key: string, page: History, part: Part): void {
  const [channel = "", thread = null] = key.split("/");
  const told = [...(world.told.get(channel)?.values() ?? [])].filter((it) => it.thread === thread);
  const next = withPage(world.conversations.get(key), page, part, told);
  if (next) world.conversations.set(key, trimmed(next, OPEN_MOST, "before" in part ? "start" : "end"));
}

/** Where the reader of an open conversation is: a `seq`, or null at its end. */
type Where = () => number | null;
const open = new Map<string, Where>();

/** Marks a conversation as used last, and as open until {@link leave}. */
export function enter(key: string, where: Where): void {
  open.set(key, where);
  const part = world.conversations.get(key);
  if (!part) return;
  world.conversations.delete(key);
  world.conversations.set(key, part);
}

/** The reader went elsewhere: keep its end, and not too many conversations. */
export function leave(key: string, where: Where): void {
  // Another view of it may have come before this one went.
  if (open.get(key) === where) open.delete(key);
  const part = world.conversations.get(key);
  // A middle part would leave a gap towards the end when it is opened again.
  if (part?.moreAfter) world.conversations.delete(key);
  else if (part) world.conversations.set(key, trimmed(part, LEFT_MOST, "end"));
  for (const oldest of world.conversations.keys()) {
    if (world.conversations.size <= CONVERSATIONS_MOST) break;
    if (oldest !== key) world.conversations.delete(oldest);
  }
}

/**
 * Reads a channel's conversations anew: what is known of them may lack changes. Those that are
 * open stay where their reader is; the others are read when somebody comes to them.
 */
export async function renew(channel: string): Promise<void> {
  const keys = [...world.conversations.keys()].filter((key) => key === channel || key.startsWith(`${channel}/`));
  await Promise.all(
    keys.map(async (key) => {
      const at = open.get(key)?.() ?? null;
      if (!open.has(key)) world.conversations.delete(key);
      else await fetchPart(channel, key.split("/")[1] ?? null, at === null ? { latest: true } : { around: at }, true);
    }),
  );
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

/** Adds one's reaction, or takes it back. */
export async function react(message: Message, emoji: string): Promise<void> {
  const change = async (way: "PUT" | "DELETE", what: string) => {
    putMessage(world, await request<Message>(way, `${path(message)}/reactions/${encodeURIComponent(what)}`));
    changed();
  };
  // Of an emoji in several tones one has one.
  const same = message.reactions.filter((it) => plainOf(it.emoji) === plainOf(emoji) && it.users.includes(world.account?.id ?? ""));
  for (const it of same) await change("DELETE", it.emoji);
  if (!same.some((it) => it.emoji === emoji)) await change("PUT", emoji);
}

/** Earlier texts of a message, as the server gives them. */
export async function revisions(message: Message): Promise<readonly { text: string; written_at: number }[]> {
  return (await request<{ rows: { text: string; written_at: number }[] }>("GET", `${path(message)}/revisions`)).rows;
}

/** Loads a thread's root and keeps it current until {@link dropRoot}. */
export async function keepRoot(channel: string, id: string): Promise<void> {
  const root = await request<Message>("GET", `/channels/${channel}/messages/${id}`);
  const known = world.roots.get(id);
  if (!known || root.rev > known.rev) world.roots.set(id, root);
  changed();
}

export function dropRoot(id: string): void {
  world.roots.delete(id);
}
