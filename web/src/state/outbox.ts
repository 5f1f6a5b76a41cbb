/**
 * Sending: the message is written to the browser's database before the first attempt, one
 * per channel is under way at a time, and it's gone only when the server has stored it.
 */
import { type IDBPDatabase, openDB } from "idb";
import { Refused, request } from "../api/request";
import type { Message } from "../api/types";
import { putMessage } from "./live";
import { changed, type Pending, world } from "./world";

const GIVE_UP_MS = 24 * 3_600_000;
const LONGEST_WAIT = 20_000;

let database: Promise<IDBPDatabase> | null = null;
const open = () => {
  database ??= openDB("workloop", 1, { upgrade: (db) => void db.createObjectStore("outbox", { keyPath: "nonce" }) });
  return database;
};

/** Who owns what is in this browser's outbox: another person's messages are never sent. */
interface Kept extends Pending {
  author: string;
}

/** Takes up what an earlier page left behind. */
export async function restoreOutbox(): Promise<void> {
  const kept = (await (await open()).getAll("outbox")) as Kept[];
  const mine = kept.filter((it) => it.author === world.account?.id).sort((a, b) => a.at - b.at);
  const known = new Set(world.outbox.map((it) => it.nonce));
  world.outbox = [...world.outbox, ...mine.filter((it) => !known.has(it.nonce))];
  changed();
  for (const channel of new Set(mine.map((it) => it.channel))) void flush(channel);
}

/** Sends a message: it's shown and kept at once. */
export async function send(channel: string, thread: string | null, text: string, files: readonly string[]): Promise<void> {
  const pending: Pending = { nonce: crypto.randomUUID(), channel, thread, text, files, at: Date.now(), failed: null };
  world.outbox = [...world.outbox, pending];
  changed();
  await (await open()).put("outbox", { ...pending, author: world.account?.id ?? "" });
  await flush(channel);
}

/** Tries a failed one again. */
export async function retry(nonce: string): Promise<void> {
  const pending = world.outbox.find((it) => it.nonce === nonce);
  if (!pending) return;
  replace({ ...pending, failed: null, at: Date.now() });
  await flush(pending.channel);
}

/** Throws an unsent message away. */
export async function discard(nonce: string): Promise<void> {
  world.outbox = world.outbox.filter((it) => it.nonce !== nonce);
  changed();
  await (await open()).delete("outbox", nonce);
}

const flushing = new Set<string>();

async function flush(channel: string): Promise<void> {
  if (flushing.has(channel)) return;
  flushing.add(channel);
  try {
    // One tab sends; the others' messages wait in the same database for their own tab.
    await navigator.locks.request(`outbox/${channel}`, () => drain(channel));
  } finally {
    flushing.delete(channel);
  }
}

async function drain(channel: string): Promise<void> {
  for (let attempt = 0; ; ) {
    const next = world.outbox.find((it) => it.channel === channel && it.failed === null);
    if (!next) return;
    try {
      const message = await request<Message>("POST", `/channels/${channel}/messages`, {
        nonce: next.nonce,
        text: next.text,
        files: next.files,
        ...(next.thread ? { thread: next.thread } : {}),
      });
      putMessage(world, message);
      await discard(next.nonce);
      attempt = 0;
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused("offline", String(error));
      const hopeless = refused.status >= 400 && refused.status < 500 && refused.status !== 429 && refused.status !== 408;
      if (hopeless || Date.now() - next.at > GIVE_UP_MS) {
        replace({ ...next, failed: refused.detail });
        continue;
      }
      const wait = Math.max(refused.retryAfter * 1000, Math.random() * Math.min(LONGEST_WAIT, 500 * 2 ** attempt));
      attempt += 1;
      await pause(wait);
    }
  }
}

/** Waits, but no longer than until the network is back. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}

function replace(pending: Pending): void {
  world.outbox = world.outbox.map((it) => (it.nonce === pending.nonce ? pending : it));
  changed();
}
