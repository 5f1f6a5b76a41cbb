/** Signing out: the session ends, and nothing of its account stays in this browser. */
import { request } from "../api/request";
import { forgetRemembered } from "./cache";
import { database } from "./database";
import { removeAllNow } from "./deleting";
import { dropAllDrafts, syncAllDrafts } from "./drafts";
import { stop } from "./session";
import { world } from "./world";

/** Throws `Refused` when the server can't be told: then nothing was forgotten. */
export async function signOut(): Promise<void> {
  await Promise.all([syncAllDrafts(), removeAllNow()]);
  await request("DELETE", "/session");
  stop();
  dropAllDrafts();
  const mine = world.account?.id ?? "";
  // Nobody's from here on: what is about to be written down finds no account to write for.
  world.account = null;
  world.outbox = [];
  for (const name of Object.keys(localStorage)) if (mine && name.includes(mine)) localStorage.removeItem(name);
  await takeOffAll();
  // The server forgot this browser with the session; its push service needn't be waited for.
  void import("./push").then((it) => it.forgetHere()).catch(() => undefined);
  await forgetRemembered();
  const db = await database();
  await Promise.all([db?.clear("outbox"), db?.clear("uploads")]).catch(() => undefined);
}

/** Nothing that was written stays on the screen of whoever is next. */
async function takeOffAll(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  for (const it of (await registration?.getNotifications().catch(() => [])) ?? []) it.close();
}
