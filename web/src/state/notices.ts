/** What I am told of while I'm not here. */
import { request } from "../api/request";
import type { Account, Notices } from "../api/types";
import { putAccount } from "./live";
import { changed, type World, world } from "./world";

/** As it is where nobody chose anything; also what a page kept that was left by an older one. */
const USUAL: Notices = { missed: "soon", excerpts: true, hours: null };

export function notices({ account }: World): Notices {
  return account?.notices ?? USUAL;
}

/** My time zone: the one I gave, or else this device's. */
export function myZone({ account }: World): string {
  return account?.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Changes some of it; throws `Refused`. Hours mean nothing without a zone. */
export async function setNotices(change: Partial<Notices>): Promise<void> {
  const zone = world.account?.time_zone || !change.hours ? {} : { time_zone: myZone(world) };
  const body = { ...zone, notices: { ...notices(world), ...change } };
  putAccount(world, await request<Account>("PATCH", "/account", body));
  changed();
}
