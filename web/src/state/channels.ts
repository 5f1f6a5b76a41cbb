/** What one does with channels and one's place in them. Each throws `Refused`. */
import { request } from "../api/request";
import type { Channel, Membership } from "../api/types";
import { forget, reduce } from "./live";
import { markRead } from "./reading";
import { summarise } from "./session";
import { changed, world } from "./world";

export interface NewChannel {
  kind: "public" | "private";
  name: string;
  description?: string;
  people?: readonly string[];
}

/** Makes a channel and answers its id. */
export async function createChannel(wanted: NewChannel): Promise<string> {
  const made = await request<Channel>("POST", `/workspaces/${world.workspace?.id}/channels`, wanted);
  await summarise(made.id);
  return made.id;
}

/** Finds or makes the conversation with these people (nobody: with oneself) and answers its id. */
export async function openDirect(people: readonly string[]): Promise<string> {
  const others = people.filter((user) => user !== world.account?.id);
  const direct = await request<Channel>("POST", `/workspaces/${world.workspace?.id}/direct`, { people: others });
  await summarise(direct.id);
  return direct.id;
}

export async function changeChannel(
  channel: string,
  change: Partial<Pick<Channel, "name" | "topic" | "description" | "archived">>,
): Promise<void> {
  const now = await request<Channel>("PATCH", `/channels/${channel}`, change);
  reduce(world, { type: "channel", ...now });
  changed();
}

export async function changeMembership(channel: string, change: Partial<Pick<Membership, "starred" | "muted" | "level">>): Promise<void> {
  const now = await request<Membership>("PATCH", `/channels/${channel}/membership`, change);
  reduce(world, { type: "membership", ...now });
  changed();
}

export async function addPeople(channel: string, users: readonly string[]): Promise<void> {
  await request("POST", `/channels/${channel}/members`, { users });
}

export async function removePerson(channel: string, user: string): Promise<void> {
  await request("DELETE", `/channels/${channel}/members/${user}`);
}

export async function leaveChannel(channel: string): Promise<void> {
  await removePerson(channel, world.account?.id ?? "");
  forget(world, channel);
  changed();
}

/** Everything everywhere is read. */
export function markAllRead(): void {
  for (const [id, place] of world.places) markRead(id, null, place.lastSeq);
}
