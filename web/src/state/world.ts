/**
 * All that is known, in plain maps of immutable objects, and the one way to watch it.
 * Components read with {@link useWorld}; a selector must answer something that stays the
 * same object while nothing changed.
 */
import { useSyncExternalStore } from "react";
import type {
  Account,
  Alert,
  Channel,
  Draft,
  Emoji,
  Membership,
  Message,
  Person,
  Planned,
  Presence,
  Reading,
  Role,
  Saved,
  UserGroup,
  Workspace,
} from "../api/types";
import type { Link } from "../gateway/socket";
import type { Conversation } from "./parts";
import type { Upload } from "./uploads";

/** A channel of the sidebar, with what its unread state is derived from. */
export interface Place {
  channel: Channel;
  membership: Membership;
  reading: Reading;
  lastSeq: number;
  lastAt: number;
  /** `seq` of unread messages that mention me. */
  mentions: readonly number[];
  /** `seq` of unread messages with one of my keywords; missing in what an older page kept. */
  alerts?: readonly number[];
}

/** A message that the server hasn't confirmed. */
export interface Pending {
  nonce: string;
  channel: string;
  thread: string | null;
  text: string;
  /** What it carries: uploads of this browser, which may still be under way. */
  uploads: readonly string[];
  /** When the person pressed Send. */
  at: number;
  /** Why it won't be sent; null while it waits. */
  failed: string | null;
}

export interface World {
  epoch: string;
  cursors: Map<string, number>;
  loaded: boolean;
  link: Link;
  account: Account | null;
  workspace: Workspace | null;
  role: Role;
  people: Map<string, Person>;
  /** Groups that people are named by together; deleted ones too, as far as that was told. */
  groups: Map<string, UserGroup>;
  places: Map<string, Place>;
  conversations: Map<string, Conversation>;
  /** Messages shown by themselves: the roots of open threads. */
  roots: Map<string, Message>;
  /** Pinned messages of channels whose list is looked at, the latest pinned first. */
  pins: Map<string, readonly Message[]>;
  /** Messages that one deleted a moment ago, and may still keep. */
  deleting: ReadonlySet<string>;
  /** Messages that others link to, by their spot; null where there's none for me. */
  linked: Map<string, Message | null>;
  /** How often something was told that may concern me: the list of that looks again. */
  activityTold: number;
  /** Messages told while a page of their channel is under way, by channel and id. */
  told: Map<string, Map<string, Message>>;
  /** How often a reply was told, or that one follows a thread or doesn't: lists of threads look again. */
  threadsTold: number;
  /** How often a message was told that carries files, or carries them no more: lists of files look again. */
  filed: number;
  /** Cursors of followed threads, by the root's id. */
  threads: Map<string, Reading>;
  /** What was told of messages with my keywords, by the message's id. */
  alerts: Map<string, Alert>;
  drafts: Map<string, Draft>;
  /** What one keeps, by the message's id; those taken off too, so that an older word doesn't bring them back. */
  saved: Map<string, Saved>;
  /** How often something was told of a saved message: a list of them is older than that, or not. */
  savedTold: number;
  /** Messages to be sent later and reminders, by id; those that are over stay without text. */
  planned: Map<string, Planned>;
  presence: Map<string, Presence>;
  /** Conversation → person → when the sign of writing fades. */
  typing: Map<string, ReadonlyMap<string, number>>;
  outbox: readonly Pending[];
  uploads: Map<string, Upload>;
  /** The workspace's own emoji by name, those taken away too: read when first needed. */
  emoji: Map<string, Emoji>;
  emojiKnown: boolean;
  /** Signed addresses of files, by file, width and purpose. */
  links: Map<string, { url: string; until: number }>;
}

export const world: World = {
  epoch: "",
  cursors: new Map(),
  loaded: false,
  link: { is: "connecting", since: Date.now(), retryAt: null },
  account: null,
  workspace: null,
  role: "member",
  people: new Map(),
  groups: new Map(),
  places: new Map(),
  conversations: new Map(),
  roots: new Map(),
  pins: new Map(),
  deleting: new Set(),
  linked: new Map(),
  activityTold: 0,
  told: new Map(),
  threadsTold: 0,
  filed: 0,
  threads: new Map(),
  alerts: new Map(),
  drafts: new Map(),
  saved: new Map(),
  savedTold: 0,
  planned: new Map(),
  presence: new Map(),
  typing: new Map(),
  outbox: [],
  uploads: new Map(),
  emoji: new Map(),
  emojiKnown: false,
  links: new Map(),
};

/** Names a conversation: a channel's own, or a thread's in it. */
export const conversationKey = (channel: string, thread: string | null): string => (thread ? `${channel}/${thread}` : channel);

const watchers = new Set<() => void>();
let version = 0;
let scheduled = false;

/** Says that something changed; watchers look once per turn, however much did. */
export function changed(): void {
  version += 1;
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    for (const watcher of watchers) watcher();
  });
}

export function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Reads a part of the world, and renders again when that part is another. */
export function useWorld<Part>(select: (world: World) => Part): Part {
  const read = () => select(world);
  return useSyncExternalStore(watch, read, read);
}

/** A selector that builds a list anew only when the world changed, and keeps it if equal. */
export function listOf<Row>(build: (world: World) => readonly Row[]): (world: World) => readonly Row[] {
  let at = -1;
  let last: readonly Row[] = [];
  return (now) => {
    if (at === version) return last;
    at = version;
    const next = build(now);
    if (next.length !== last.length || next.some((row, index) => row !== last[index])) last = next;
    return last;
  };
}
