/**
 * What was known last, for reading while the server is out of reach and for catching up from
 * there: objects and the cursors they reflect are written in one transaction, so that no
 * cursor is ever ahead of its objects.
 */
import type { Account, Draft, Message, Person, Planned, Reading, Role, Saved, UserGroup, Workspace } from "../api/types";
import { database } from "./database";
import { conversation } from "./parts";
import { type Place, type World, watch, world } from "./world";

const WRITE_MS = 1_500;
/** Messages kept of each conversation: its end. */
const MESSAGES = 200;

interface About {
  epoch: string;
  cursors: [string, number][];
  account: Account;
  workspace: Workspace | null;
  role: Role;
}

/** A conversation as it's kept. */
interface End {
  messages: readonly Message[];
  moreBefore: boolean;
}

export interface Remembered {
  about: About;
  people: Map<string, Person>;
  groups: Map<string, UserGroup>;
  places: Map<string, Place>;
  threads: Map<string, Reading>;
  drafts: Map<string, Draft>;
  saved: Map<string, Saved>;
  planned: Map<string, Planned>;
  ends: Map<string, End>;
}

/** What the database has, by the object it was made from: unchanged objects aren't written again. */
let written = new Map<string, unknown>();
let scheduled = false;
let watching = false;

/** Writes what changes from now on. */
export function remember(): void {
  if (watching) return;
  watching = true;
  watch(() => {
    if (scheduled || !world.loaded) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      void write();
    }, WRITE_MS);
  });
}

/** Every kept object by its name, from one moment. */
function shelf(now: World): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  for (const [id, it] of now.people) rows.set(`people ${id}`, it);
  for (const [id, it] of now.groups) if (it.active) rows.set(`groups ${id}`, it);
  for (const [id, it] of now.places) rows.set(`places ${id}`, it);
  for (const [id, it] of now.threads) rows.set(`threads ${id}`, it);
  for (const [id, it] of now.drafts) rows.set(`drafts ${id}`, it);
  for (const [id, it] of now.saved) rows.set(`saved ${id}`, it);
  for (const [id, it] of now.planned) if (it.state !== "over") rows.set(`planned ${id}`, it);
  for (const [id, it] of now.conversations) if (!it.moreAfter) rows.set(`ends ${id}`, it);
  return rows;
}

async function write(): Promise<void> {
  const { epoch, account, workspace, role, cursors } = world;
  if (!account) return;
  const rows = shelf(world);
  const about: About = { epoch, account, workspace, role, cursors: [...cursors] };
  const db = await database();
  // The database may have been cleared while it was opened.
  if (!db || world.account?.id !== account.id) return;
  try {
    const all = db.transaction("kept", "readwrite");
    for (const [name, it] of rows) if (written.get(name) !== it) void all.store.put(asKept(name, it), name);
    for (const name of written.keys()) if (!rows.has(name)) void all.store.delete(name);
    void all.store.put(about, "about");
    await all.done;
    written = rows;
  } catch {
    // The disk is full, or the browser lost it: the server has everything.
    written = new Map();
  }
}

function asKept(name: string, it: unknown): unknown {
  if (!name.startsWith("ends ")) return it;
  const { messages, moreBefore } = it as End;
  const cut = messages.length > MESSAGES;
  return { messages: cut ? messages.slice(-MESSAGES) : messages, moreBefore: moreBefore || cut } satisfies End;
}

/** What was known last; null when nothing was. */
export async function recall(): Promise<Remembered | null> {
  const db = await database();
  if (!db) return null;
  try {
    const all = db.transaction("kept");
    const [names, values] = await Promise.all([all.store.getAllKeys(), all.store.getAll()]);
    const rows = new Map(names.map((name, index) => [String(name), values[index] as unknown]));
    const about = rows.get("about") as About | undefined;
    if (!about) return null;
    const of = <Row>(kind: string) =>
      new Map([...rows].filter(([name]) => name.startsWith(`${kind} `)).map(([name, row]) => [name.slice(kind.length + 1), row as Row]));
    const [people, places, threads] = [of<Person>("people"), of<Place>("places"), of<Reading>("threads")];
    return {
      about,
      people,
      places,
      threads,
      groups: of("groups"),
      drafts: of("drafts"),
      saved: of("saved"),
      planned: of("planned"),
      ends: of("ends"),
    };
  } catch {
    return null;
  }
}

/** Puts what was known last in the world's place: the server can't be asked. */
export function becomeRemembered({ about, ends, ...kept }: Remembered): void {
  Object.assign(world, about, kept, { cursors: new Map(about.cursors), loaded: true });
  for (const [key, { messages, moreBefore }] of ends) world.conversations.set(key, conversation(messages, moreBefore, false, new Map()));
}

/**
 * Takes up remembered conversations after a snapshot: their channels are followed from the
 * older cursor, so the gateway tells what happened since.
 */
export function resumeConversations({ about, ends }: Remembered): void {
  if (about.epoch !== world.epoch || about.account.id !== world.account?.id) return;
  const cursors = new Map(about.cursors);
  for (const [key, { messages, moreBefore }] of ends) {
    const channel = key.split("/")[0] ?? "";
    const cursor = cursors.get(channel);
    if (cursor === undefined || !world.places.has(channel) || world.conversations.has(key)) continue;
    world.conversations.set(key, conversation(messages, moreBefore, false, new Map()));
    world.cursors.set(channel, Math.min(cursor, world.cursors.get(channel) ?? cursor));
  }
}

/** Forgets everything: somebody else signed in, or one signed out. */
export async function forgetRemembered(): Promise<void> {
  written = new Map();
  await (await database())?.clear("kept").catch(() => undefined);
}
