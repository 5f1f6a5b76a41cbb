/**
 * What is told live, for those who do more with it than show it: called once a frame, after
 * the world has it. Nothing here waits for a timer: in a tab that nobody looks at, those may
 * be a minute late.
 */
import type { Item, Message } from "../api/types";
import type { World } from "./world";

/** `fresh`: the ids of those messages among them that weren't told before. */
type Listener = (items: readonly Item[], fresh: ReadonlySet<string>) => void;

const listeners = new Set<Listener>();
/** The newest `seq` that was told of a thread. */
const heard = new Map<string, number>();
/** For the others: when the newest message was written that was there at the start. */
let floor = 0;

/** New messages so many milliseconds ago, and so many of them, are kept for whoever comes late. */
const LATE_MS = 10_000;
const LATE_MOST = 50;
let late: readonly { message: Message; at: number }[] = [];

export const lastNews = (now = Date.now()): readonly Message[] => late.filter((it) => it.at > now - LATE_MS).map((it) => it.message);

export function onNews(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellNews(items: readonly Item[], fresh: ReadonlySet<string>): void {
  for (const it of items) if (it.type === "message" && it.thread) heard.set(it.thread, Math.max(it.seq, heard.get(it.thread) ?? 0));
  const news = items.flatMap((it) => (it.type === "message" && fresh.has(it.id) ? [{ message: it, at: Date.now() }] : []));
  if (news.length > 0) late = [...late, ...news].slice(-LATE_MOST);
  for (const listener of listeners) listener(items, fresh);
}

export function beginHearing({ places }: World): void {
  heard.clear();
  late = [];
  floor = Math.max(0, ...[...places.values()].map((it) => it.lastAt));
}

/**
 * Which messages are new to a world that doesn't have them yet: an edit, a reaction or a
 * deletion tells a message again, but never gives it another place or time.
 */
export function freshOf(world: World, items: readonly Item[]): ReadonlySet<string> {
  const isFresh = ({ channel, thread, seq, ts }: Message) => {
    const last = thread ? heard.get(thread) : world.places.get(channel)?.lastSeq;
    return last === undefined ? ts > floor : seq > last;
  };
  return new Set(items.flatMap((it) => (it.type === "message" && isFresh(it) ? [it.id] : [])));
}
