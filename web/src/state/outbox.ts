/**
 * Sending: the message is written to the browser's database before the first attempt, one
 * per channel is under way at a time, and it's gone only when the server has stored it.
 */
import { Refused, request } from "../api/request";
import type { Message } from "../api/types";
import { uploads as t } from "../texts/en/uploads";
import { all, drop, keep } from "./database";
import { putMessage } from "./live";
import { newNonce } from "./nonce";
import { readOwn } from "./reading";
import { forgetUpload, removeUpload, restoreUploads, retryUpload } from "./uploads";
import { changed, type Pending, watch, world } from "./world";

const GIVE_UP_MS = 24 * 3_600_000;
const LONGEST_WAIT = 20_000;

/** Who owns what is in this browser's outbox: another person's messages are never sent. */
interface Kept extends Pending {
  author: string;
}

/** Takes up what an earlier page left behind; `drafted` are the uploads that drafts have. */
export async function restoreOutbox(drafted: Iterable<string>): Promise<void> {
  const mine = (await all<Kept>("outbox")).filter((it) => it.author === world.account?.id).sort((a, b) => a.at - b.at);
  const known = new Set(world.outbox.map((it) => it.nonce));
  world.outbox = [...world.outbox, ...mine.filter((it) => !known.has(it.nonce)).map((it) => ({ ...it, uploads: it.uploads ?? [] }))];
  await restoreUploads(new Set([...world.outbox.flatMap((it) => it.uploads), ...drafted]));
  changed();
  flushAll();
}

/** Sends what waits, in every channel. */
export function flushAll(): void {
  for (const channel of new Set(world.outbox.map((it) => it.channel))) void flush(channel);
}

/** Sends a message: it's shown and kept at once. Its uploads may still be under way. */
export async function send(channel: string, thread: string | null, text: string, uploads: readonly string[]): Promise<void> {
  const pending: Pending = { nonce: newNonce(), channel, thread, text, uploads, at: Date.now(), failed: null };
  world.outbox = [...world.outbox, pending];
  changed();
  await keep("outbox", { ...pending, author: world.account?.id ?? "" } satisfies Kept);
  await flush(channel);
}

/** Tries a failed one again. */
export async function retry(nonce: string): Promise<void> {
  const pending = world.outbox.find((it) => it.nonce === nonce);
  if (!pending) return;
  for (const key of pending.uploads) retryUpload(key);
  replace({ ...pending, failed: null, at: Date.now() });
  await flush(pending.channel);
}

/** Throws an unsent message away, and what it would have carried. */
export async function discard(nonce: string): Promise<void> {
  const pending = world.outbox.find((it) => it.nonce === nonce);
  for (const key of pending?.uploads ?? []) removeUpload(key);
  await done(nonce);
}

async function done(nonce: string): Promise<void> {
  world.outbox = world.outbox.filter((it) => it.nonce !== nonce);
  changed();
  await drop("outbox", nonce);
}

const flushing = new Set<string>();

async function flush(channel: string): Promise<void> {
  if (flushing.has(channel)) return;
  flushing.add(channel);
  try {
    // One tab sends; where pages over plain HTTP get no locks, the nonce still keeps it to one message.
    if (navigator.locks) await navigator.locks.request(`outbox/${channel}`, () => drain(channel));
    else await drain(channel);
  } finally {
    flushing.delete(channel);
  }
}

async function drain(channel: string): Promise<void> {
  for (let attempt = 0; ; ) {
    const next = world.outbox.find((it) => it.channel === channel && it.failed === null);
    if (!next) return;
    try {
      await deliver(next);
      attempt = 0;
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused("offline", String(error));
      // Signed out: it waits for its author to come back.
      if (refused.status === 401) return;
      if (isHopeless(refused) || Date.now() - next.at > GIVE_UP_MS) {
        replace({ ...next, failed: refused.detail });
        continue;
      }
      const wait = Math.max(refused.retryAfter * 1000, Math.random() * Math.min(LONGEST_WAIT, 500 * 2 ** attempt));
      attempt += 1;
      await pause(wait);
    }
  }
}

/** Refusals that the same request would meet again. */
function isHopeless({ status, code }: Refused): boolean {
  return code === "upload_failed" || (status >= 400 && status < 500 && status !== 429 && status !== 408);
}

async function deliver(pending: Pending): Promise<void> {
  const files = await filesOf(pending);
  // Discarded while its uploads were under way.
  if (!files) return;
  const message = await request<Message>("POST", `/channels/${pending.channel}/messages`, {
    nonce: pending.nonce,
    text: pending.text,
    files,
    ...(pending.thread ? { thread: pending.thread } : {}),
  });
  putMessage(world, message);
  readOwn(message);
  for (const key of pending.uploads) forgetUpload(key);
  await done(pending.nonce);
}

/** The files of a message once all are ready; null when it was discarded. Throws when one failed. */
function filesOf({ nonce, uploads }: Pending): Promise<string[] | null> {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    const look = () => {
      const found = uploads.map((key) => world.uploads.get(key));
      const gone = uploads.length > 0 && !world.outbox.some((it) => it.nonce === nonce);
      const failed = found.find((it) => !it || it.step === "failed");
      const ready = found.every((it) => it?.file);
      if (!gone && !ready && !(uploads.length > 0 && found.some((it) => !it || it.step === "failed"))) return;
      stop();
      if (gone) resolve(null);
      else if (ready) resolve(found.flatMap((it) => it?.file?.id ?? []));
      else reject(new Refused("upload_failed", failed ? `${failed.name}: ${failed.problem}` : t("missing")));
    };
    stop = watch(look);
    look();
  });
}

/** Waits, but no longer than until the network is back. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener("online", end);
  });
}

function replace(pending: Pending): void {
  world.outbox = world.outbox.map((it) => (it.nonce === pending.nonce ? pending : it));
  changed();
  void keep("outbox", { ...pending, author: world.account?.id ?? "" } satisfies Kept);
}
