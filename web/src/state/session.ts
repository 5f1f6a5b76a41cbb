/** From signing in to live: the snapshot, then the socket; a reset asks for what it made stale. */
import { request } from "../api/request";
import type { History, Joined, Member, Message, ServerFrame, Snapshot } from "../api/types";
import { Socket } from "../gateway/socket";
import { markRead } from "./conversations";
import { apply, forget, putAccount, putDraft, putJoined, putReading, reduce } from "./live";
import { restoreOutbox } from "./outbox";
import { changed, conversationKey, world } from "./world";

let socket: Socket | null = null;
const TYPING_MS = 6_000;

/** Loads the snapshot and goes live; throws `Refused` when nobody is signed in. */
export async function start(): Promise<void> {
  await load();
  await restoreOutbox();
  socket?.stop();
  socket = new Socket({
    cursors: () => ({ epoch: world.epoch, cursors: Object.fromEntries(world.cursors) }),
    frame: receive,
    link: (link) => {
      world.link = link;
      changed();
    },
  });
  socket.connect();
}

/** Ends the session's live part. */
export function stop(): void {
  socket?.stop();
  socket = null;
}

export const reconnect = (): void => socket?.connect();

async function load(): Promise<void> {
  const snapshot = await request<Snapshot>("GET", "/snapshot");
  take(snapshot);
}

/** Puts a snapshot in the world's place. */
export function take(snapshot: Snapshot): void {
  const [first] = snapshot.workspaces;
  if (snapshot.epoch !== world.epoch) {
    // Another database (a restored backup, say): nothing that was known holds.
    world.conversations.clear();
    world.places.clear();
    world.people.clear();
    world.threads.clear();
    world.drafts.clear();
    world.account = null;
    world.workspace = null;
  }
  world.epoch = snapshot.epoch;
  world.cursors = new Map(Object.entries(snapshot.cursors));
  putAccount(world, snapshot.account);
  world.workspace = first?.workspace ?? null;
  world.role = first?.role ?? "guest";
  for (const person of first?.people ?? []) reduce(world, { type: "person", ...person });
  const joined = new Set((first?.channels ?? []).map((it) => it.channel.id));
  for (const known of world.places.keys()) if (!joined.has(known)) forget(world, known);
  for (const it of first?.channels ?? []) putJoined(world, it);
  for (const reading of snapshot.readings) putReading(world, reading);
  for (const draft of snapshot.drafts) putDraft(world, draft);
  world.loaded = true;
  changed();
}

function receive(frame: ServerFrame): void {
  switch (frame.t) {
    case "changes":
      for (const item of frame.items) if (item.type === "membership" && item.state === "joined") void summarise(item.channel);
      if (!apply(world, frame)) void catchUp(frame.feed);
      for (const item of frame.items) if (item.type === "message") readOwn(item);
      break;
    case "reset":
      world.cursors.set(frame.feed, frame.to);
      void refresh(frame.feed);
      break;
    case "gone":
      if (frame.feed.startsWith("C")) forget(world, frame.feed);
      break;
    case "ready":
      if (frame.epoch !== world.epoch) void load();
      world.presence = new Map(Object.entries(frame.presence));
      break;
    case "presence":
      world.presence = new Map(world.presence).set(frame.user, frame.state);
      break;
    case "typing": {
      if (frame.user === world.account?.id) break;
      const key = conversationKey(frame.channel, frame.thread);
      world.typing.set(key, new Map(world.typing.get(key)).set(frame.user, Date.now() + TYPING_MS));
      setTimeout(fade, TYPING_MS + 50, key);
      break;
    }
    default:
  }
  changed();
}

/** What one wrote oneself, right after all that was read, is read too. */
function readOwn(message: Message): void {
  const place = world.places.get(message.channel);
  const own = message.author === world.account?.id && !message.thread;
  if (own && place && message.seq === place.reading.read_seq + 1) void markRead(message.channel, null, message.seq);
}

function fade(key: string): void {
  const writing = world.typing.get(key);
  if (!writing) return;
  world.typing.set(key, new Map([...writing].filter(([, until]) => until > Date.now())));
  changed();
}

/** There was a gap: read what's missing. */
async function catchUp(feed: string): Promise<void> {
  const since = world.cursors.get(feed);
  if (since === undefined) return;
  apply(world, await request("GET", `/changes?feed=${feed}&since=${since}&limit=500`));
  changed();
}

async function refresh(feed: string): Promise<void> {
  if (!feed.startsWith("C")) return load();
  const loaded = [...world.conversations.keys()].filter((key) => key === feed || key.startsWith(`${feed}/`));
  await summarise(feed);
  await Promise.all(
    loaded.map(async (key) => {
      const thread = key.split("/")[1];
      const page = await request<History>("GET", `/channels/${feed}/messages?limit=50${thread ? `&thread=${thread}` : ""}`);
      world.conversations.set(key, { messages: page.messages, moreBefore: page.more_before, moreAfter: page.more_after });
    }),
  );
  changed();
}

/** Asks for one channel of the sidebar. */
export async function summarise(channel: string): Promise<void> {
  const { joined } = await request<{ joined: Joined | null }>("GET", `/channels/${channel}`);
  if (joined) putJoined(world, joined);
  else forget(world, channel);
  changed();
}

let lastTyping = 0;

/** Tells the others that one is writing; at most every 3 s. */
export function sayTyping(channel: string, thread: string | null): void {
  if (Date.now() - lastTyping < 3_000) return;
  lastTyping = Date.now();
  socket?.send({ t: "typing", channel, thread });
}

/** Joins a channel by its id. */
export async function join(channel: string): Promise<void> {
  await request<{ rows: Member[] }>("POST", `/channels/${channel}/members`, { users: [] });
  await summarise(channel);
}
