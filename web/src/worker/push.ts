/** What is pushed is shown as an open page would, and the server is told when the browser's address changes. */
import type { Words } from "../texts/pushwords";
import { isLookedAt, isTold, noticeOf, PLAIN, read, unread } from "./notice";

/** What a page leaves here for this worker: the words, in its language. */
const SHELF = "workloop-push";
const WORDS = "/push-words";

/** The part of a worker's own types that the page's don't have. */
interface Extended extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Scope {
  registration: ServiceWorkerRegistration;
  clients: { matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<{ url: string; focused: boolean }[]> };
  addEventListener(name: string, listener: (event: Extended) => void): void;
}
const worker = self as unknown as Scope;

worker.addEventListener("push", (event) => {
  const { data } = event as Extended & { data: { text(): string } | null };
  event.waitUntil(show(data?.text() ?? ""));
});

worker.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew()));

async function show(text: string): Promise<void> {
  const said = read(text);
  if (said) {
    const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (isLookedAt(said.url, windows)) return;
    // A page that is open has told of it already.
    const standing = await worker.registration.getNotifications({ tag: said.tag });
    if (standing.some((it) => isTold(said, it.data))) return;
  }
  const words = await wordsKept();
  const { title, body, tag, carried } = said ? noticeOf(said, words) : unread(words);
  // The next of the same conversation takes this one's place, and is heard again.
  const options = { body, tag, renotify: true, lang: words.lang, dir: words.dir, data: carried };
  await worker.registration.showNotification(title, options);
}

async function wordsKept(): Promise<Words> {
  const kept = await caches.open(SHELF).then((it) => it.match(WORDS));
  return { ...PLAIN, ...((await kept?.json().catch(() => ({}))) as Partial<Words> | undefined) };
}

/** The push service has another address for this browser: the server is told, if it wakes it at all. */
async function renew(): Promise<void> {
  const answer = await fetch("/api/v1/push", { headers: { "X-Workloop": "1" } });
  if (!answer.ok) return;
  const { key, subscription } = (await answer.json()) as { key: string | null; subscription: { text: boolean } | null };
  if (!key || !subscription) return;
  const fresh = await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = fresh.toJSON();
  await fetch("/api/v1/push/subscription", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth, text: subscription.text }),
  });
}
