/** Polls: asking, choosing, ending. */
import { request } from "../api/request";
import type { Message } from "../api/types";
import { putMessage } from "./live";
import { newNonce } from "./nonce";
import { changed, world } from "./world";

export interface NewPoll {
  question: string;
  options: readonly string[];
  multiple?: boolean;
  anonymous?: boolean;
  /** Milliseconds. */
  closes?: number | null;
}

/** What one chose in anonymous polls, of which nobody is told: not the next one at this browser either. */
const own = new Map<string, readonly number[]>();
const asked = new Set<string>();
const mine = (id: string) => `${world.account?.id} ${id}`;

const path = ({ channel, id }: Pick<Message, "channel" | "id">) => `/channels/${channel}/messages/${id}`;

/** Asks it; `nonce` is that of one attempt, however often it's tried. */
export async function ask(channel: string, thread: string | null, poll: NewPoll, nonce = newNonce()): Promise<void> {
  const { closes, ...rest } = poll;
  const body = { nonce, thread, poll: { ...rest, closes_at: closes ? closes * 1_000 : null } };
  putMessage(world, await request<Message>("POST", `/channels/${channel}/messages`, body));
  changed();
}

/** Votes under way, by message. */
const voting = new Map<string, Promise<void>>();

/**
 * Chooses these answers in the place of what one chose before. One after another: of two that
 * go to two servers at once, the earlier could be stored last.
 */
export async function vote(message: Message, options: readonly number[]): Promise<void> {
  const before = voting.get(message.id) ?? Promise.resolve();
  const last = before.catch(() => undefined).then(() => send(message, options));
  voting.set(message.id, last);
  try {
    await last;
  } finally {
    if (voting.get(message.id) === last) voting.delete(message.id);
  }
}

async function send(message: Message, options: readonly number[]): Promise<void> {
  const answer = await request<Message>("PUT", `${path(message)}/vote`, { options });
  own.set(mine(message.id), options);
  putMessage(world, answer);
  changed();
}

export async function closePoll(message: Message): Promise<void> {
  putMessage(world, await request<Message>("POST", `${path(message)}/poll/close`, {}));
  changed();
}

/** What I chose in an anonymous poll, as far as it is known. */
export const ownIn = (id: string): readonly number[] => own.get(mine(id)) ?? NONE;

const NONE: readonly number[] = [];

/** Asks what I chose, once for each change of it: another device of mine may have chosen. */
export async function learnOwn(message: Message): Promise<void> {
  const round = `${mine(message.id)} ${message.rev}`;
  if (!message.poll?.anonymous || asked.has(round)) return;
  asked.add(round);
  try {
    const { options } = await request<{ options: number[] }>("GET", `${path(message)}/vote`);
    // What is being chosen meanwhile is newer.
    if (voting.has(message.id)) return;
    own.set(mine(message.id), options);
    changed();
  } catch {
    asked.delete(round);
  }
}
