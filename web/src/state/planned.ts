/** Messages to be sent later, and reminders. Each action throws `Refused`. */
import { request } from "../api/request";
import type { Message, Planned } from "../api/types";
import { putMessage, putPlanned } from "./live";
import { changed, listOf, world } from "./world";

export interface Plan {
  /** Made once per attempt, so that trying again makes no second one. */
  nonce: string;
  action: Planned["action"];
  thread?: string | null;
  /** What to be reminded of. */
  message?: string;
  text: string;
  due: Date;
}

const microseconds = (at: Date) => at.getTime() * 1_000;

const byTime = (a: Planned, b: Planned) => a.due_at - b.due_at || (a.id < b.id ? -1 : 1);

/** All of this workspace that isn't over, by time. */
export const plans = listOf((now) =>
  [...now.planned.values()].filter((it) => it.state !== "over" && it.workspace === now.workspace?.id).sort(byTime),
);

/** Reminders whose time has come. */
export const due = listOf((now) => plans(now).filter((it) => it.state === "due"));

export async function plan(channel: string, { nonce, action, thread = null, message, text, due: at }: Plan): Promise<Planned> {
  const body = { nonce, action, thread, message: message ?? null, text, due_at: microseconds(at) };
  return took(await request<Planned>("POST", `/channels/${channel}/planned`, body));
}

export async function replan(id: string, change: { text?: string; due?: Date }): Promise<Planned> {
  const { text, due: at } = change;
  const body = { ...(text === undefined ? {} : { text }), ...(at ? { due_at: microseconds(at) } : {}) };
  return took(await request<Planned>("PATCH", `/planned/${id}`, body));
}

/** Cancels or dismisses it. */
export async function unplan(id: string): Promise<void> {
  took(await request<Planned>("DELETE", `/planned/${id}`));
}

export async function sendNow(id: string): Promise<void> {
  putMessage(world, await request<Message>("POST", `/planned/${id}/send`, {}));
  changed();
}

/** A message by its id, from here or from the server. */
export async function messageOf(channel: string, id: string): Promise<Message> {
  for (const [key, part] of world.conversations) {
    const known = key.split("/")[0] === channel && part.messages.find((it) => it.id === id);
    if (known) return known;
  }
  return request<Message>("GET", `/channels/${channel}/messages/${id}`);
}

function took(planned: Planned): Planned {
  putPlanned(world, planned);
  changed();
  return planned;
}
