/** From what is told live to what is shown: the tab whose turn it is tells, and takes off what was read. */
import { request } from "../../api/request";
import type { Alert, History, Item, Message } from "../../api/types";
import { concerns, FRESH_US } from "../../state/concern";
import { unread } from "../../state/live";
import { lastNews, onNews } from "../../state/news";
import { conversationKey, watch, world } from "../../state/world";
import { type Carried, takeOff } from "./show";
import { lead, sayLooking, stopLooking } from "./tabs";
import { remind, tell } from "./telling";

/** The newest message that was told, in the server's time: what is much older is no news. */
let newest = 0;

const NONE: ReadonlySet<string> = new Set();

/** Until the returned function is called. */
export function notify(user: string): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const known = new Set(world.places.keys());
  /** Told of conversations that aren't known yet: somebody just began them with me. */
  const early = new Map<string, Message[]>();
  let leads = false;
  lead(user, signal, () => {
    leads = true;
    void sweep(NONE);
    // Whoever led before may have gone without a word, and a page may be told before it listens.
    tellAll(lastNews());
  });
  const stopNews = onNews((items, fresh) => {
    if (!leads) return;
    if (items.some(ends)) void sweep(new Set(items.flatMap((it) => (it.type === "message" && it.deleted_at ? [it.id] : []))));
    for (const it of items) {
      if (it.type === "alert" && it.active) void tellAlert(it).catch(() => undefined);
      if (it.type === "planned" && it.action === "remind" && it.state === "due") void remind(it).catch(() => undefined);
    }
    const news = items.filter((it) => it.type === "message").filter((it) => fresh.has(it.id));
    for (const it of news) if (!world.places.has(it.channel)) early.set(it.channel, [...(early.get(it.channel) ?? []), it]);
    tellAll(news);
  });
  const stopWatch = watch(() => {
    for (const channel of world.places.keys()) {
      if (known.has(channel)) continue;
      known.add(channel);
      const news = early.get(channel);
      early.delete(channel);
      if (!leads) continue;
      if (news) tellAll(news);
      else void tellWaiting(channel);
    }
    for (const channel of known) if (!world.places.has(channel)) known.delete(channel);
  });
  for (const name of ["focus", "blur"]) addEventListener(name, () => sayLooking(user), { signal });
  document.addEventListener("visibilitychange", () => sayLooking(user), { signal });
  return () => {
    stop.abort();
    stopNews();
    stopWatch();
    stopLooking();
  };
}

/** The last of each conversation, with how many there are. */
function tellAll(messages: readonly Message[]): void {
  newest = Math.max(newest, ...messages.map((it) => it.ts));
  const mine = messages.filter((it) => it.ts >= newest - FRESH_US && concerns(world, it));
  const by = new Map<string, Message[]>();
  for (const it of mine) {
    const key = conversationKey(it.channel, it.thread);
    by.set(key, [...(by.get(key) ?? []), it]);
  }
  for (const those of by.values()) {
    const last = those.reduce((a, b) => (b.seq > a.seq ? b : a));
    // What can't be shown is in Workloop all the same.
    void tell(last, those.length).catch(() => undefined);
  }
}

/** What has a keyword of mine is known a moment after the message itself, which mostly was told just before. */
async function tellAlert({ message: id, channel, ts }: Alert): Promise<void> {
  if (ts < newest - FRESH_US) return;
  const told = lastNews().find((it) => it.id === id);
  const message = told ?? (await request<Message>("GET", `/channels/${channel}/messages/${id}`));
  if (!concerns(world, message, false)) tellAll([message]);
}

/** A conversation came with messages in it, which are never told. */
async function tellWaiting(channel: string): Promise<void> {
  const place = world.places.get(channel);
  if (!place || unread(place) === 0) return;
  const page = await request<History>("GET", `/channels/${channel}/messages?limit=20`).catch(() => null);
  tellAll(page?.messages ?? []);
}

/** Whether it may end what stands on the screen. */
const ends = (it: Item): boolean =>
  it.type === "reading" ||
  (it.type === "membership" && it.state === "left") ||
  (it.type === "planned" && it.state !== "due") ||
  (it.type === "message" && Boolean(it.deleted_at));

async function sweep(deleted: ReadonlySet<string>): Promise<void> {
  await takeOff((it) => deleted.has(it.about ?? "") || isOver(it)).catch(() => undefined);
}

/** By where it leads: what the worker shows by itself says no more. */
function isOver({ url, about = "" }: Carried): boolean {
  const planned = world.planned.get(about);
  if (planned) return planned.state !== "due";
  const [, channel, thread, seq] = /^\/c\/(\w+)(?:\/t\/(\w+))?\?at=(\d+)$/.exec(url) ?? [];
  if (!channel) return false;
  const place = world.places.get(channel);
  if (!place) return true;
  const reading = thread ? world.threads.get(thread) : place.reading;
  return Number(seq) <= (reading?.read_seq ?? 0);
}
