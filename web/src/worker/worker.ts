/**
 * The service worker (`/sw.js`): opens what was pressed; ./push shows what was pushed, ./shell
 * opens the page where there is no network.
 */
import "./push";
import { answer, keepShell } from "./shell";

/** The part of a worker's own types that the page's don't have. */
interface Extended extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched extends Extended {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(response: Promise<Response>): void;
}
interface Client {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
interface Scope {
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<Client[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(name: string, listener: (event: Extended) => void): void;
}
const worker = self as unknown as Scope;

// What can't be kept now is no reason to show no notifications: the next page asked for tries again.
worker.addEventListener("install", (event) =>
  event.waitUntil(
    keepShell()
      .catch(() => undefined)
      .then(() => worker.skipWaiting()),
  ),
);
worker.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([worker.clients.claim(), worker.registration.navigationPreload?.enable()])),
);

worker.addEventListener("fetch", (event) => {
  const { request, preloadResponse, respondWith } = event as Fetched;
  const answered = answer(request, preloadResponse);
  if (answered) respondWith.call(event, answered);
  if (request.mode === "navigate") event.waitUntil(keepShell().catch(() => undefined));
});

worker.addEventListener("notificationclick", (event) => {
  const { notification } = event as Extended & { notification: Notification };
  notification.close();
  const { url = "/" } = (notification.data ?? {}) as { url?: string };
  event.waitUntil(open(url));
});

/** In a window that is there, without loading it anew: the one that was looked at last. Else in a new one. */
async function open(url: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const window = windows.find((it) => it.focused) ?? windows.find((it) => it.visibilityState === "visible") ?? windows[0];
  if (!window) {
    await worker.clients.openWindow(url);
    return;
  }
  window.postMessage({ open: url });
  // It may be refused; the message is open all the same.
  await window.focus().catch(() => undefined);
}
