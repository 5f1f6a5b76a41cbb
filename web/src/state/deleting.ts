/**
 * Deleting with a moment to think again: the server, which can't give anything back, is told
 * when the moment is over, or when the page goes.
 */
import type { Message } from "../api/types";
import { remove } from "./conversations";
import { changed, world } from "./world";

/** How long one may think again. */
export const UNDO_MS = 6_000;

interface Waiting {
  message: Message;
  timer: ReturnType<typeof setTimeout>;
  failed: (error: Error) => void;
  /** The server is being told: too late to think again. */
  sent: boolean;
}

const waiting = new Map<string, Waiting>();

/** Deletes a message unless {@link keep} is called in time; `failed` is told why it's still there. */
export function removeSoon(message: Message, failed: (error: Error) => void): void {
  if (waiting.has(message.id)) return;
  waiting.set(message.id, { message, failed, sent: false, timer: setTimeout(() => void removeNow(message.id), UNDO_MS) });
  show();
}

/** It stays. */
export function keep(id: string): void {
  if (waiting.get(id)?.sent) return;
  clearTimeout(waiting.get(id)?.timer);
  waiting.delete(id);
  show();
}

/** Nobody thinks again: whoever leaves the page or signs out meant it. */
export async function removeAllNow(): Promise<void> {
  await Promise.all([...waiting.keys()].map(removeNow));
}

async function removeNow(id: string): Promise<void> {
  const it = waiting.get(id);
  if (!it || it.sent) return;
  clearTimeout(it.timer);
  it.sent = true;
  await remove(it.message).catch(it.failed);
  waiting.delete(id);
  show();
}

function show(): void {
  world.deleting = new Set(waiting.keys());
  changed();
}
if (typeof addEventListener === "function") addEventListener("pagehide", () => void removeAllNow());
