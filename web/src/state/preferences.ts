/** What one prefers on every device: an object that the server keeps with the account and
 * doesn't read, so nothing in it is taken for granted. */
import { request } from "../api/request";
import type { Account } from "../api/types";
import { putAccount } from "./live";
import { changed, type World, world } from "./world";

/** A group of conversations in the sidebar. */
export interface Section {
  id: string;
  name: string;
  channels: readonly string[];
}

/** In which order a list of the sidebar stands. */
export const ORDERS = ["name", "recent", "unread"] as const;
export type Order = (typeof ORDERS)[number];

export interface Arrangement {
  sections: readonly Section[];
  /** Ids of sections of which only what's unread shows. */
  folded: readonly string[];
  order: Order;
}

interface Preferences {
  tour?: "done";
  sidebar?: Arrangement;
  /** See `tones.ts`. */
  tone?: string;
  /** Of reactions, the newest that was looked at. */
  activity?: number;
}

export const MOST_SECTIONS = 30;
export const NAME_CHARS = 40;

const NONE: Readonly<Partial<Record<keyof Preferences, unknown>>> = {};
export const preferences = (it: World): typeof NONE => it.account?.preferences ?? NONE;

const read = new WeakMap<object, Arrangement>();

/** The sidebar as one arranged it. */
export function arrangement(it: World): Arrangement {
  const all = preferences(it);
  const known = read.get(all) ?? arrangementOf(all.sidebar);
  read.set(all, known);
  return known;
}

const homes = new WeakMap<Arrangement, ReadonlyMap<string, string>>();

/** The section of one's own that each conversation stands in, if it does. */
export function homesIn(sidebar: Arrangement): ReadonlyMap<string, string> {
  const known = homes.get(sidebar) ?? new Map(sidebar.sections.flatMap(({ id, channels }) => channels.map((channel) => [channel, id])));
  homes.set(sidebar, known);
  return known;
}

export function arrangementOf(kept: unknown): Arrangement {
  const { sections, folded, order } = isObject(kept) ? kept : {};
  return {
    sections: listIn(sections).flatMap(sectionIn).slice(0, MOST_SECTIONS),
    folded: listIn(folded).filter(isText),
    order: ORDERS.find((it) => it === order) ?? "name",
  };
}

const isObject = (it: unknown): it is Record<string, unknown> => typeof it === "object" && it !== null;
const isText = (it: unknown): it is string => typeof it === "string";
const listIn = (it: unknown): readonly unknown[] => (Array.isArray(it) ? it : []);

function sectionIn(it: unknown): Section[] {
  const { id, name, channels } = isObject(it) ? it : {};
  return isText(id) && isText(name) ? [{ id, name: name.slice(0, NAME_CHARS), channels: listIn(channels).filter(isText) }] : [];
}

/** Without a conversation that is put elsewhere: it stands in one section at most. */
export const moved = (sections: readonly Section[], channel: string, to: string | null): Section[] =>
  sections.map((it) => {
    const others = it.channels.filter((id) => id !== channel);
    return { ...it, channels: it.id === to ? [...others, channel] : others };
  });

/** One after the other, each on what the one before left. */
let last: Promise<unknown> = Promise.resolve();

/** Prefers this from now on; refused, it's as it was before. */
export function prefer(change: Preferences): Promise<void> {
  const done = last.then(async () => {
    const before = world.account;
    if (!before) return;
    const wanted = { ...before.preferences, ...change };
    world.account = { ...before, preferences: wanted as Account["preferences"] };
    changed();
    try {
      putAccount(world, await request<Account>("PATCH", "/account", { preferences: wanted }));
    } catch (error) {
      if (world.account?.preferences === wanted) world.account = before;
      throw error;
    } finally {
      changed();
    }
  });
  last = done.catch(() => undefined);
  return done;
}

/** Arranges the sidebar anew. */
export const arrange = (change: Partial<Arrangement>): Promise<void> => prefer({ sidebar: { ...arrangement(world), ...change } });
