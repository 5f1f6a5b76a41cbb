/** What people say of themselves. Nobody writes when its time is over: whoever shows it compares. */
import { request } from "../api/request";
import type { Account, Status } from "../api/types";
import { holdNow } from "./hours";
import { putAccount } from "./live";
import { changed, type World, world } from "./world";

/** Milliseconds until it ends; 0 when it's over, null when it doesn't end by itself. */
export function left({ until }: Status, now = Date.now()): number | null {
  return until === null || until === undefined ? null : Math.max(0, until / 1_000 - now);
}

/** Whether I am not to be disturbed now: I say so, or it's outside of my hours. */
export function isQuiet(world: World): boolean {
  const status = world.account?.status ?? null;
  return isOutside(world) || (status?.quiet === true && left(status) !== 0);
}

/** Whether it's outside of my hours. */
export function isOutside({ account }: World): boolean {
  const hours = account?.notices?.hours ?? null;
  return hours !== null && !holdNow(hours, account?.time_zone ?? "");
}

/** Says it, or takes it off; throws `Refused`. */
export async function setStatus(status: Status | null): Promise<void> {
  putAccount(world, await request<Account>("PATCH", "/account", { status }));
  changed();
}
