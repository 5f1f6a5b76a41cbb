/** Whether the browser lets Workloop show notifications; a change is noticed at once. */
import { useSyncExternalStore } from "react";

/** `ask`: the person wasn't asked yet. */
export type Permission = "unsupported" | "blocked" | "ask" | "granted";

/** Only through a worker: phones know no other way, and what it shows outlives the tab. */
const supported = (): boolean => "Notification" in window && "serviceWorker" in navigator && isSecureContext;

const WORDS = { default: "ask", denied: "blocked", granted: "granted" } as const;

export const permission = (): Permission => (supported() ? WORDS[Notification.permission] : "unsupported");

const listeners = new Set<() => void>();
let follows = false;

function changed(): void {
  for (const listener of listeners) listener();
}

/** The page is the place to notice what was changed in the browser's own settings. */
async function follow(): Promise<void> {
  follows = true;
  addEventListener("focus", changed);
  // Safari doesn't know that name everywhere.
  const status = await navigator.permissions?.query({ name: "notifications" }).catch(() => null);
  status?.addEventListener("change", changed);
}

function watch(listener: () => void): () => void {
  if (!follows) void follow();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePermission = (): Permission => useSyncExternalStore(watch, permission);

/** To be called from a press only: browsers refuse, and people too, what comes by itself. */
export async function askPermission(): Promise<Permission> {
  if (permission() === "ask") await Notification.requestPermission();
  changed();
  return permission();
}
