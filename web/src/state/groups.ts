/** Groups of people that are named together; admins keep them. */
import { request } from "../api/request";
import type { UserGroup } from "../api/types";
import { putGroup } from "./live";
import { changed, listOf, world } from "./world";

/** As the server has it. */
export const MOST_PEOPLE = 100;

/** Those that weren't deleted, by handle. */
export const liveGroups = listOf((it) =>
  [...it.groups.values()].filter((group) => group.active).sort((a, b) => (a.handle < b.handle ? -1 : 1)),
);

const path = (group = "") => `/workspaces/${world.workspace?.id}/groups${group && `/${group}`}`;

function keep(group: UserGroup): void {
  putGroup(world, group);
  changed();
}

export async function createGroup(group: { handle: string; name: string; people: readonly string[] }): Promise<void> {
  keep(await request<UserGroup>("POST", path(), group));
}

/** People as one has them now: who else put somebody in meanwhile isn't undone. */
export async function changeGroup(before: UserGroup, after: { handle: string; name: string; people: readonly string[] }): Promise<void> {
  const { handle, name, people } = after;
  const add = people.filter((user) => !before.people.includes(user));
  const remove = before.people.filter((user) => !people.includes(user));
  keep(await request<UserGroup>("PATCH", path(before.id), { handle, name, add, remove }));
}

export async function deleteGroup(group: UserGroup): Promise<void> {
  keep(await request<UserGroup>("DELETE", path(group.id)));
}
