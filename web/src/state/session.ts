/** From signing in to live: the snapshot, then the socket; a reset asks for what it made stale. */
import { isPassing, Refused, request } from "../api/request";
import type { Changes, Joined, Member, Reading, ServerFrame, Snapshot } from "../api/types";
import { Socket } from "../gateway/socket";
import { becomeRemembered, forgetRemembered, recall, remember, resumeConversations } from "./cache";
import { renew } from "./conversations";
import { apply, forget, putAccount, putDraft, putGroup, putJoined, putPlanned, putReading, putSaved } from "./live";
import { beginHearing, freshOf, tellNews } from "./news";
import { flushAll, restoreOutbox } from "./outbox";
import { keepPins } from "./pins";
import { watchPresence } from "./presence";
import { readOwn } from "./reading";
import { changed, conversationKey, world } from "./world";

let socket: Socket | null = null;
let stopPresence = () => {};
let round = 0;
const TYPING_MS = 6_000;
/** Pages of changes read for one gap; beyond, the feed is read anew. */
const CATCH_UP_PAGES = 20;
const CATCH_UP_LIMIT = 500;

/**
 * Loads the snapshot and goes live. Out of reach, what was known last is shown instead;
 * throws `Refused` when nobody is signed in, or nothing is known.
 */
export async function start(): Promise<void> {
  stop();
  const mine = round;
  const last = await recall();
  try {
    await load();
    if (last && last.about.account.id !== world.account?.id) await forgetRemembered();
    else if (last) resumeConversations(last);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // Signed out: what was known isn't for whoever sits here next.
    if (error.status === 401) await forgetRemembered();
    if (error.status !== 0 || !last) throw error;
    becomeRemembered(last);
  }
  beginHearing(world);
  remember();
  await restoreOutbox(draftedUploads());
  // Stopped, or started again, while waiting.
  if (mine !== round) return;
  socket = new Socket({
    cursors: () => ({ epoch: world.epoch, cursors: Object.fromEntries(world.cursors) }),
    frame: receive,
    link: (link) => {
      world.link = link;
      if (link.is === "open") flushAll();
      changed();
    },
  });
  socket.connect();
  stopPresence = watchPresence((state) => socket?.send({ t: "presence", state }));
}

/** Ends the session's live part. */
export function stop(): void {
  round += 1;
  insisting.clear();
  stopPresence();
  socket?.stop();
  socket = null;
}

export const reconnect = (): void => socket?.connect();

async function load(): Promise<void> {
  take(await request<Snapshot>("GET", "/snapshot"));
}

/** The uploads that drafts in this browser still have. */
function draftedUploads(): string[] {
  const mine = Object.keys(localStorage).filter((name) => name.startsWith(`draft/${world.account?.id}/`));
  return mine.flatMap((name) => {
    try {
      return (JSON.parse(localStorage.getItem(name) ?? "{}") as { uploads?: string[] }).uploads ?? [];
    } catch {
      return [];
    }
  });
}

/** Puts a snapshot in the world's place; what was told since it was read stays. */
export function take(snapshot: Snapshot): void {
  const [first] = snapshot.workspaces;
  // Another database (a restored backup, say) or another person: nothing that was known holds.
  if (snapshot.epoch !== world.epoch || snapshot.account.id !== world.account?.id) clear();
  world.epoch = snapshot.epoch;
  const own = snapshot.cursors[snapshot.account.id] ?? 0;
  for (const [feed, at] of Object.entries(snapshot.cursors)) world.cursors.set(feed, Math.max(at, world.cursors.get(feed) ?? 0));
  putAccount(world, snapshot.account);
  world.workspace = first?.workspace ?? null;
  world.role = first?.role ?? "guest";
  const people = new Map(world.people);
  for (const person of first?.people ?? []) {
    const known = people.get(person.user);
    if (!known || person.rev > known.rev) people.set(person.user, person);
  }
  world.people = people;
  // A server of the version before knows of none.
  const groups = first?.groups ?? [];
  const there = new Set(groups.map((it) => it.id));
  const at = snapshot.cursors[first?.workspace.id ?? ""] ?? 0;
  for (const [id, it] of world.groups) if (!there.has(id) && it.active && it.rev <= at) world.groups.delete(id);
  for (const group of groups) putGroup(world, group);
  const joined = new Set((first?.channels ?? []).map((it) => it.channel.id));
  for (const [id, place] of world.places) if (!joined.has(id) && place.membership.rev <= own) forget(world, id);
  for (const it of first?.channels ?? []) putJoined(world, it);
  for (const reading of snapshot.readings) putReading(world, reading);
  for (const draft of snapshot.drafts) putDraft(world, draft);
  // A server of the version before knows of none.
  const had = snapshot.saved ?? [];
  const kept = new Set(had.map((it) => it.message));
  for (const [id, it] of world.saved) if (!kept.has(id) && it.rev <= own) world.saved.delete(id);
  for (const saved of had) putSaved(world, saved);
  // What isn't there any more was over before. A server of the version before says nothing of it.
  const plans = snapshot.planned ?? [];
  const open = new Set(plans.map((it) => it.id));
  for (const [id, it] of world.planned) if (!open.has(id) && it.rev <= own) world.planned.delete(id);
  for (const planned of plans) putPlanned(world, planned);
  world.loaded = true;
  // What was told of them before this snapshot may have been missed.
  if (world.emojiKnown) void import("./emoji").then((it) => it.readEmoji());
  changed();
}

function clear(): void {
  for (const map of [
    world.cursors,
    world.conversations,
    world.roots,
    world.pins,
    world.groups,
    world.places,
    world.threads,
    world.alerts,
    world.drafts,
    world.saved,
    world.linked,
    world.planned,
    world.emoji,
  ])
    map.clear();
  world.people = new Map();
  world.emojiKnown = false;
  world.account = null;
  world.workspace = null;
}

function receive(frame: ServerFrame): void {
  switch (frame.t) {
    case "changes":
      tell(frame);
      break;
    case "reset":
      world.cursors.set(frame.feed, frame.to);
      insist(`refresh ${frame.feed}`, () => refresh(frame.feed));
      break;
    case "gone":
      world.cursors.delete(frame.feed);
      if (frame.feed.startsWith("C")) forget(world, frame.feed);
      // A guest now: the snapshot has what may still be seen.
      else insist("load", load);
      break;
    case "ready":
      // Another epoch or another person at this browser: what is shown isn't theirs.
      if (frame.epoch !== world.epoch || frame.user !== world.account?.id) insist("load", load);
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

function tell(frame: Changes): void {
  for (const item of frame.items) {
    const isNew = item.type === "membership" && item.state === "joined";
    if (isNew || (item.type === "reading" && isSetBack(item))) {
      const { channel } = item;
      insist(`summarise ${channel}`, () => look(channel));
    }
  }
  if (!hear(frame)) insist(`catch up ${frame.feed}`, () => catchUp(frame.feed));
  for (const item of frame.items) if (item.type === "message") readOwn(item);
}

/** Applies what follows, and says what of it is news. */
function hear(changes: Changes): boolean {
  const fresh = freshOf(world, changes.items);
  const follows = apply(world, changes);
  if (follows) tellNews(changes.items, fresh);
  return follows;
}

/** What is asked for until it's answered, by name; true when it's wanted again meanwhile. */
const insisting = new Map<string, boolean>();

/**
 * The cursor goes on past what was told, so nobody will tell it again: what has to be asked
 * because of it is asked until there is an answer, or the session ends.
 */
function insist(name: string, ask: () => Promise<void>): void {
  const isAsked = insisting.has(name);
  insisting.set(name, isAsked);
  if (!isAsked) void untilAnswered(name, ask);
}

async function untilAnswered(name: string, ask: () => Promise<void>): Promise<void> {
  const mine = round;
  for (let tries = 0; mine === round; ) {
    try {
      await ask();
      if (!insisting.get(name)) break;
      insisting.set(name, false);
    } catch (error) {
      // Refused for good: it isn't ours to see any more, and that is told too.
      if (!isPassing(error)) break;
      const wait = Math.max(error.retryAfter * 1_000, Math.random() * Math.min(30_000, 500 * 2 ** tries));
      tries += 1;
      await new Promise((done) => setTimeout(done, wait));
    }
  }
  if (mine === round) insisting.delete(name);
}

/** "Mark unread": which of the messages before mention one, only the server knows. */
function isSetBack(reading: Reading): boolean {
  const known = reading.thread ? null : world.places.get(reading.channel)?.reading;
  return Boolean(known && reading.rev > known.rev && reading.read_seq < known.read_seq);
}

function fade(key: string): void {
  const writing = world.typing.get(key);
  if (!writing) return;
  world.typing.set(key, new Map([...writing].filter(([, until]) => until > Date.now())));
  changed();
}

/** There was a gap: read what's missing, page by page. */
async function catchUp(feed: string): Promise<void> {
  for (let page = 0; page < CATCH_UP_PAGES; page += 1) {
    const since = world.cursors.get(feed);
    if (since === undefined) return;
    const changes = await request<Changes>("GET", `/changes?feed=${feed}&since=${since}&limit=${CATCH_UP_LIMIT}`);
    hear(changes);
    changed();
    if (!changes.more || changes.to <= since) return;
  }
  await refresh(feed);
}

async function refresh(feed: string): Promise<void> {
  if (!feed.startsWith("C")) return load();
  await summarise(feed);
  await renew(feed);
  if (world.pins.has(feed)) await keepPins(feed);
  changed();
}

/** A channel that one is let into: what was told before its summary came, and after it was made, is read. */
async function look(channel: string): Promise<void> {
  await summarise(channel);
  await catchUp(channel);
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
