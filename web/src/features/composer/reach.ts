/**
 * How many people a message would call, before it does: whoever names everybody or a group may
 * not know how many that is. The rule whom a group means is the server's (`chat::groups`).
 */
import { request } from "../../api/request";
import type { Member } from "../../api/types";
import { type World, world } from "../../state/world";
import { offset } from "../people/localtime";

/** From so many on one is asked whether they are meant. */
export const MANY = 6;
/** Pages of members that are counted; a larger channel is "more than" that. */
const PAGES = 10;
const PAGE = 100;

export interface Reach {
  people: number;
  /** There are more than were counted. */
  more: boolean;
  /** How many different times their clocks show. */
  zones: number;
}

const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const WIDE = /<!channel>|<!here>|<@G[0-9A-Z]{26}>/g;

/** What in a text calls many, and wasn't in it before. */
export function wide(text: string, before = ""): string[] {
  const had = new Set(before.replace(CODE, "").match(WIDE));
  return [...new Set(text.replace(CODE, "").match(WIDE))].filter((it) => !had.has(it));
}

/** Whom that calls, of those who are in the channel. */
export function called(it: World, marks: readonly string[], inside: readonly string[]): string[] {
  const me = it.account?.id;
  const others = inside.filter((user) => user !== me && it.people.get(user)?.active !== false);
  if (marks.some((mark) => mark.startsWith("<!"))) return others;
  const named = new Set(marks.flatMap((mark) => it.groups.get(mark.slice(2, -1))?.people ?? []));
  return others.filter((user) => named.has(user));
}

/** What a message would do; null where it calls few. */
async function reachOf(channel: string, marks: readonly string[]): Promise<Reach | null> {
  const place = world.places.get(channel);
  const { users, more } = place?.channel.people.length ? { users: place.channel.people, more: false } : await membersOf(channel);
  const people = called(world, marks, users);
  const counts = more && marks.some((mark) => mark.startsWith("<!"));
  if (people.length < MANY && !counts) return null;
  const now = new Date();
  const offsets = people.map((user) => world.people.get(user)?.time_zone).map((zone) => (zone ? offset(zone, now) : null));
  return { people: people.length, more: counts, zones: new Set(offsets.filter((it) => it !== null)).size };
}

/** What is to be asked about: what a message would do, `null` where that can't be told; `false`
 * where it calls few, or nobody who wasn't called before. */
export async function question(channel: string, text: string, before?: string): Promise<Reach | null | false> {
  const marks = wide(text, before);
  if (marks.length === 0) return false;
  return reachOf(channel, marks).then(
    (reach) => reach ?? false,
    () => null,
  );
}

async function membersOf(channel: string): Promise<{ users: string[]; more: boolean }> {
  const users: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const from: string = after ? `&after=${encodeURIComponent(after)}` : "";
    const found: { rows: Member[]; next: string | null } = await request("GET", `/channels/${channel}/members?limit=${PAGE}${from}`);
    users.push(...found.rows.filter((it) => it.active).map((it) => it.user));
    after = found.next;
    if (!after) return { users, more: false };
  }
  return { users, more: true };
}
