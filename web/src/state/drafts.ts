/**
 * Drafts: kept in this browser a blink after each change, and on all devices after a pause.
 * The newest wins, by the clock of the device that wrote it.
 */
import { request } from "../api/request";
import type { Draft } from "../api/types";
import { putDraft } from "./live";
import { changed, conversationKey, world } from "./world";

const HERE_MS = 250;
const EVERYWHERE_MS = 2_000;

export interface Kept {
  text: string;
  uploads: readonly string[];
  /** Microseconds since 1970, by this device's clock. */
  at: number;
}

/** A draft belongs to its author: another person at this browser doesn't see it. */
const nameOf = (key: string) => `draft/${world.account?.id ?? ""}/${key}`;

/** The draft of a conversation, from here or from another device. */
export function draftOf(channel: string, thread: string | null): Kept {
  const key = conversationKey(channel, thread);
  const synced = world.drafts.get(key);
  const here = read(nameOf(key));
  if (here && here.at >= (synced?.updated_at ?? 0)) return here;
  return { text: synced?.text ?? "", uploads: here?.uploads ?? [], at: synced?.updated_at ?? 0 };
}

/** What was written here just before the page went, and no other device heard of, is told now. */
export function resumeDraft(channel: string, thread: string | null): void {
  const { text, uploads, at } = draftOf(channel, thread);
  const synced = world.drafts.get(conversationKey(channel, thread));
  if (at > (synced?.updated_at ?? 0) && text !== (synced?.text ?? "")) keepDraft(channel, thread, text, uploads, at);
}

function read(name: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

interface Waiting {
  here: ReturnType<typeof setTimeout>;
  everywhere: ReturnType<typeof setTimeout>;
  write: () => void;
  /** Tells the other devices. */
  tell: () => Promise<void>;
}

const waiting = new Map<string, Waiting>();

/** Keeps what is being written; empty text and no uploads: nothing is. */
export function keepDraft(channel: string, thread: string | null, text: string, uploads: readonly string[], at = Date.now() * 1_000): void {
  const key = conversationKey(channel, thread);
  const before = waiting.get(key);
  clearTimeout(before?.here);
  clearTimeout(before?.everywhere);
  const draft: Kept = { text, uploads, at };
  const name = nameOf(key);
  const write = () => {
    try {
      localStorage.setItem(name, JSON.stringify(draft));
    } catch {
      // The browser keeps nothing for us: the account still does.
    }
  };
  const here = setTimeout(write, HERE_MS);
  const tell = async () => {
    waiting.delete(key);
    if (text !== (world.drafts.get(key)?.text ?? "")) await sync(channel, thread, draft);
  };
  const everywhere = setTimeout(() => void tell(), EVERYWHERE_MS);
  waiting.set(key, { here, everywhere, write, tell });
}

async function sync(channel: string, thread: string | null, draft: Kept): Promise<void> {
  const body = { thread, text: draft.text, updated_at: draft.at };
  // Refused or out of reach: it's kept here, and told with the next change.
  const kept = await request<Draft>("PUT", `/channels/${channel}/draft`, body).catch(() => null);
  if (kept) putDraft(world, kept);
  changed();
}

/** What other devices haven't heard of is told now. */
export async function syncAllDrafts(): Promise<void> {
  await Promise.all(
    [...waiting.values()].map(({ everywhere, tell }) => {
      clearTimeout(everywhere);
      return tell();
    }),
  );
}

/** Nothing of what waits is written any more. */
export function dropAllDrafts(): void {
  for (const { here, everywhere } of waiting.values()) {
    clearTimeout(here);
    clearTimeout(everywhere);
  }
  waiting.clear();
}

/** The page may be about to go: what waits is written now. */
export function keepAllDrafts(): void {
  for (const { here, write } of waiting.values()) {
    clearTimeout(here);
    write();
  }
}
if (typeof addEventListener === "function") addEventListener("pagehide", keepAllDrafts);
