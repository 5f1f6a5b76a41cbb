/**
 * One reducer per noun: what a `changes` item does to the world. The higher `rev` wins, so
 * REST pages and live frames may come in any order, any number of times.
 */
import type {
  Account,
  Alert,
  Changes,
  Channel,
  Draft,
  Emoji,
  Item,
  Joined,
  Membership,
  Message,
  Person,
  Planned,
  Reading,
  Saved,
  UserGroup,
  Workspace,
} from "../api/types";
import { withMessage } from "./parts";
import { conversationKey, type Place, type World } from "./world";

type Reducers = { [Kind in Item["type"]]: (world: World, noun: Extract<Item, { type: Kind }>) => void };

const reducers = {
  message: tellMessage,
  channel: putChannel,
  member: () => {},
  person: putPerson,
  group: putGroup,
  workspace: putWorkspace,
  emoji: putEmoji,
  membership: putMembership,
  reading: putReading,
  alert: putAlert,
  draft: putDraft,
  saved: putSaved,
  planned: putPlanned,
  account: putAccount,
} satisfies Reducers;

/** Applies a frame if it follows the cursor; `false`: there is a gap, ask. */
export function apply(world: World, changes: Changes): boolean {
  const cursor = world.cursors.get(changes.feed);
  if (cursor === undefined || changes.from > cursor) return false;
  for (const item of changes.items) reduce(world, item);
  if (changes.to > cursor) world.cursors.set(changes.feed, changes.to);
  return true;
}

export function reduce(world: World, item: Item): void {
  // The tag belongs to the frame, not to the noun: REST answers the same noun without it.
  const { type, ...noun } = item;
  // A server that is newer than this page may tell of nouns that it doesn't know.
  (reducers[type] as ((world: World, noun: unknown) => void) | undefined)?.(world, noun);
}

function put<Row extends { rev: number }>(map: Map<string, Row>, key: string, row: Row): boolean {
  const known = map.get(key);
  if (known && known.rev >= row.rev) return false;
  map.set(key, row);
  return true;
}

function tellMessage(world: World, message: Message): void {
  putMessage(world, message);
  if (message.thread) world.threadsTold += 1;
  if (mayConcern(world, message)) world.activityTold += 1;
  if (message.files.length > 0 || message.deleted_at) world.filed += 1;
}

/** It calls me, is mine to react to, or may have called me before it was changed. */
function mayConcern(world: World, message: Message): boolean {
  const me = world.account?.id ?? "";
  const { author, mentions, mentions_all, edited_at, deleted_at } = message;
  return author === me || mentions_all || mentions.includes(me) || edited_at !== null || deleted_at !== null;
}

export function putMessage(world: World, message: Message): void {
  if (message.nonce && message.author === world.account?.id) {
    world.outbox = world.outbox.filter((pending) => pending.nonce !== message.nonce);
  }
  const told = world.told.get(message.channel);
  const before = told?.get(message.id);
  if (told && (!before || message.rev > before.rev)) told.set(message.id, message);
  const root = world.roots.get(message.id);
  if (root && message.rev > root.rev) world.roots.set(message.id, message);
  const linked = world.linked.get(linkedKey(message));
  if (linked && message.rev > linked.rev) world.linked.set(linkedKey(message), message);
  if (world.saved.get(message.id)?.saved_at) world.savedTold += 1;
  const pins = world.pins.get(message.channel);
  if (pins) world.pins.set(message.channel, withPin(pins, message));
  const key = conversationKey(message.channel, message.thread);
  const part = world.conversations.get(key);
  if (part) {
    const next = withMessage(part, message);
    if (next !== part) world.conversations.set(key, next);
  }
  const typing = world.typing.get(key);
  if (typing?.has(message.author)) {
    world.typing.set(key, new Map([...typing].filter(([user]) => user !== message.author)));
  }
  if (!message.thread) count(world, message);
}

/** A channel's pinned messages with what was told of one; the same list when nothing changed. */
export function withPin(pins: readonly Message[], message: Message): readonly Message[] {
  const known = pins.find((it) => it.id === message.id);
  if (known ? known.rev >= message.rev : !message.pinned_at) return pins;
  const others = pins.filter((it) => it !== known);
  return !message.pinned_at ? others : [...others, message].sort((a, b) => (b.pinned_at ?? 0) - (a.pinned_at ?? 0));
}

/** Names the spot where a message stands, as a link does. */
export const linkedKey = ({ channel, thread, seq }: Pick<Message, "channel" | "thread" | "seq">): string =>
  `${conversationKey(channel, thread)} ${seq}`;

/** The channel's newest `seq`, and whether this message mentions me unread. */
function count(world: World, message: Message): void {
  const place = world.places.get(message.channel);
  if (!place) return;
  const me = world.account?.id ?? "";
  const forMe = !message.deleted_at && (message.mentions_all || message.mentions.includes(me));
  const others = place.mentions.filter((seq) => seq !== message.seq);
  const mentions = forMe && message.seq > place.reading.read_seq ? [...others, message.seq].sort((a, b) => a - b) : others;
  const newest = message.seq > place.lastSeq;
  world.places.set(message.channel, {
    ...place,
    mentions,
    lastSeq: Math.max(place.lastSeq, message.seq),
    lastAt: newest ? message.ts : place.lastAt,
  });
}

function putChannel(world: World, channel: Channel): void {
  const place = world.places.get(channel.id);
  if (!place) return;
  const newer = channel.rev > place.channel.rev || channel.workspace_rev > place.channel.workspace_rev;
  if (newer) world.places.set(channel.id, { ...place, channel });
}

function putPerson(world: World, person: Person): void {
  const known = world.people.get(person.user);
  // Another map, so that whoever shows names by the map sees a new one.
  if (!known || person.rev > known.rev) world.people = new Map(world.people).set(person.user, person);
}

export function putGroup(world: World, group: UserGroup): void {
  put(world.groups, group.id, group);
}

function putWorkspace(world: World, workspace: Workspace): void {
  if (world.workspace && world.workspace.id === workspace.id && workspace.rev > world.workspace.rev) world.workspace = workspace;
}

function putMembership(world: World, membership: Membership): void {
  const place = world.places.get(membership.channel);
  if (!place || place.membership.rev >= membership.rev) return;
  if (membership.state === "left") forget(world, membership.channel);
  else world.places.set(membership.channel, { ...place, membership });
}

/** Drops a channel that one isn't in any more. */
export function forget(world: World, channel: string): void {
  world.places.delete(channel);
  world.cursors.delete(channel);
  world.pins.delete(channel);
  for (const key of world.linked.keys()) if (key.startsWith(channel)) world.linked.delete(key);
  for (const key of world.conversations.keys()) {
    if (key === channel || key.startsWith(`${channel}/`)) world.conversations.delete(key);
  }
}

export function putReading(world: World, reading: Reading): void {
  if (reading.thread) {
    const before = world.threads.get(reading.thread)?.following;
    if (put(world.threads, reading.thread, reading) && before !== reading.following) world.threadsTold += 1;
    return;
  }
  const place = world.places.get(reading.channel);
  if (!place || place.reading.rev >= reading.rev) return;
  const left = (seqs: readonly number[] = []) => seqs.filter((seq) => seq > reading.read_seq);
  world.places.set(reading.channel, { ...place, reading, mentions: left(place.mentions), alerts: left(place.alerts) });
}

/** Whether a message has one of my keywords, as far as that was told. */
export const alertsMe = (world: World, message: string): boolean => world.alerts.get(message)?.active ?? false;

function putAlert(world: World, alert: Alert): void {
  const place = world.places.get(alert.channel);
  if (!put(world.alerts, alert.message, alert)) return;
  world.activityTold += 1;
  if (alert.thread || !place) return;
  world.places.set(alert.channel, { ...place, alerts: withTold(world, alert.channel, place.alerts, place.reading.read_seq) });
}

/** What was told of alerts decides, since it may be newer than what was asked for. */
function withTold(world: World, channel: string, seqs: readonly number[] = [], read: number): number[] {
  const all = new Set(seqs);
  for (const it of world.alerts.values()) {
    if (it.channel !== channel || it.thread) continue;
    if (it.active) all.add(it.seq);
    else all.delete(it.seq);
  }
  return [...all].filter((seq) => seq > read).sort((a, b) => a - b);
}

export function putDraft(world: World, draft: Draft): void {
  put(world.drafts, conversationKey(draft.channel, draft.thread), draft);
}

export function putSaved(world: World, saved: Saved): void {
  put(world.saved, saved.message, saved);
}

export function putPlanned(world: World, planned: Planned): void {
  put(world.planned, planned.id, planned);
}

export function putEmoji(world: World, emoji: Emoji): void {
  put(world.emoji, emoji.name, emoji);
}

export function putAccount(world: World, account: Account): void {
  if (!world.account || account.rev > world.account.rev) world.account = account;
}

/** A channel as a snapshot or a summary has it; what was told since stays. */
export function putJoined(world: World, joined: Joined): void {
  const known = world.places.get(joined.channel.id);
  const newer = <Row extends { rev: number }>(ours: Row | undefined, theirs: Row) => (ours && ours.rev > theirs.rev ? ours : theirs);
  const reading = newer(known?.reading, joined.reading);
  const since = known?.mentions.filter((seq) => seq > joined.last_seq) ?? [];
  const place: Place = {
    channel: newer(known?.channel, joined.channel),
    membership: newer(known?.membership, joined.membership),
    reading,
    lastSeq: Math.max(joined.last_seq, known?.lastSeq ?? 0),
    lastAt: Math.max(joined.last_at, known?.lastAt ?? 0),
    mentions: [...joined.mentions, ...since].filter((seq) => seq > reading.read_seq),
    // A server of the version before says nothing of them.
    alerts: withTold(world, joined.channel.id, joined.alerts, reading.read_seq),
  };
  world.places.set(joined.channel.id, place);
  if (!world.cursors.has(joined.channel.id)) world.cursors.set(joined.channel.id, joined.head);
}

/** Unread messages of a channel: derived, never counted up. */
export function unread(place: Place): number {
  return place.membership.muted ? 0 : Math.max(0, place.lastSeq - place.reading.read_seq);
}
