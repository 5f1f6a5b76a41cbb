/** Being woken in this browser: what is wanted, kept for each account, and what the push service and the server know. */
import { request } from "../api/request";
import type { Words } from "../texts/pushwords";
import { registered, worker } from "./worker";
import { world } from "./world";

/** `bare`: that there is something, not what. */
export type Waking = "off" | "bare" | "text";

interface Push {
  key: string | null;
  subscription: { text: boolean } | null;
}

const SHELF = "workloop-push";
const WORDS = "/push-words";
const wish = () => `push/${world.account?.id}`;

/** Why this browser can't be woken: it has no means to, or whoever sits here doesn't let it. */
export class Unwakeable extends Error {
  constructor(readonly why: "unable" | "denied" | "server" | "service") {
    super(why);
  }
}

export const isAble = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** What was chosen for this account here. */
export function chosenWaking(): Waking {
  const kept = isAble() && Notification.permission === "granted" ? localStorage.getItem(wish()) : null;
  return kept === "bare" || kept === "text" ? kept : "off";
}

/** Throws {@link Unwakeable} or `Refused`. */
export async function setWaking(waking: Waking, words: Words): Promise<void> {
  if (waking === "off") return sleep();
  if (!isAble()) throw new Unwakeable("unable");
  if ((await Notification.requestPermission()) !== "granted") throw new Unwakeable("denied");
  await subscribe(waking, words);
  localStorage.setItem(wish(), waking);
}

/** What was chosen holds again: for a new session, a changed language, or an address that the push service took back. */
export async function keepWaking(words: Words): Promise<void> {
  const waking = chosenWaking();
  if (waking !== "off") await subscribe(waking, words);
}

async function subscribe(waking: "bare" | "text", words: Words): Promise<void> {
  const { key } = await request<Push>("GET", "/push");
  if (!key) throw new Unwakeable("server");
  await keepWords(words);
  const registration = await worker();
  const there = await registration.pushManager.getSubscription();
  // A subscription to another installation that was here before is of no use to this one.
  if (there && keyOf(there) !== key) await there.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const mine = await registration.pushManager.subscribe(options).catch(() => {
    throw new Unwakeable("service");
  });
  const { endpoint, keys } = mine.toJSON();
  await request("PUT", "/push/subscription", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth, text: waking === "text" });
}

function keyOf(subscription: PushSubscription): string {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  const plain = btoa(String.fromCharCode(...bytes));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function keepWords(words: Words): Promise<void> {
  const shelf = await caches.open(SHELF);
  await shelf.put(WORDS, new Response(JSON.stringify(words)));
}

async function sleep(): Promise<void> {
  localStorage.removeItem(wish());
  await request("DELETE", "/push/subscription");
  await forgetHere().catch(() => undefined);
}

/** Nothing more is pushed to this browser. */
export async function forgetHere(): Promise<void> {
  const registration = isAble() ? await registered() : undefined;
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
