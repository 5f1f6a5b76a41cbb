/**
 * The loaded, gapless part of a conversation, and how pages and live messages join it. Both
 * may come in any order: changes are told by `rev`, so an edited message comes after newer
 * ones, and a page may have been read before what was told while it was under way.
 */
import type { History, Message } from "../api/types";

/** Messages by `seq`, without a gap, and what is known beyond their end. */
export interface Conversation {
  messages: readonly Message[];
  moreBefore: boolean;
  moreAfter: boolean;
  /** The server has later ones that no page has brought. */
  open: boolean;
  /** Later ones that were told, behind a gap. */
  ahead: ReadonlyMap<number, Message>;
}

/** Which page was asked for. */
export type Part = { latest: true } | { before: number } | { after: number } | { around: number };

/** Messages told behind a gap are kept up to here; beyond, pages bring them. */
const AHEAD = 500;

export function conversation(
  messages: readonly Message[],
  moreBefore: boolean,
  open: boolean,
  ahead: ReadonlyMap<number, Message>,
): Conversation {
  const all = [...messages];
  const rest = new Map(ahead);
  for (let last = all.at(-1)?.seq ?? (moreBefore || open ? Number.NaN : 0); rest.has(last + 1); last += 1)
    all.push(rest.get(last + 1) as Message);
  const end = all.at(-1)?.seq ?? 0;
  for (const seq of rest.keys()) if (seq <= end) rest.delete(seq);
  const kept = rest.size > AHEAD ? new Map<number, Message>() : rest;
  return { messages: all, moreBefore, open: open || kept !== rest, ahead: kept, moreAfter: open || rest.size > 0 };
}

/** Where a `seq` stands in a gapless list; -1 outside of it. */
export function placeOf(messages: readonly Message[], seq: number): number {
  const at = seq - (messages[0]?.seq ?? 0);
  return messages[at]?.seq === seq ? at : -1;
}

/** A told message at its place; the same object when nothing changed. */
export function withMessage(known: Conversation, message: Message): Conversation {
  const { messages, moreBefore, open, ahead } = known;
  const at = placeOf(messages, message.seq);
  const there = messages[at];
  if (there) return there.rev >= message.rev ? known : { ...known, messages: messages.with(at, message) };
  if (message.seq < (messages[0]?.seq ?? 0)) return known;
  const waiting = ahead.get(message.seq);
  if (waiting && waiting.rev >= message.rev) return known;
  const more = new Map(ahead).set(message.seq, message);
  // While pages are missing in between, what is told waits for them.
  return open ? { ...known, ahead: more.size > AHEAD ? new Map() : more } : conversation(messages, moreBefore, open, more);
}

/** A page joined to what is known; `told` is what came over the gateway while it was under way. */
export function withPage(known: Conversation | undefined, page: History, part: Part, told: Iterable<Message>): Conversation | undefined {
  const newest = new Map<number, Message>(page.messages.map((it) => [it.seq, it]));
  const ahead = new Map(known?.ahead);
  const better = (message: Message, map: Map<number, Message>) => {
    const there = map.get(message.seq);
    if (!there || message.rev > there.rev) map.set(message.seq, message);
  };
  const [first, last] = [page.messages[0]?.seq, page.messages.at(-1)?.seq];
  for (const it of told) better(it, ahead);
  if (first === undefined || last === undefined) return emptyPage(known, page, part, ahead);
  for (const it of ahead.values()) if (newest.has(it.seq)) better(it, newest);
  const [from, to] = [known?.messages[0]?.seq, known?.messages.at(-1)?.seq];
  const touches = from !== undefined && to !== undefined && first <= to + 1 && from <= last + 1;
  const sorted = () => [...newest.values()].sort((a, b) => a.seq - b.seq);
  if (!known || !touches) {
    if (known && known.messages.length > 0 && ("before" in part || "after" in part)) return undefined;
    return conversation(sorted(), page.more_before, page.more_after, ahead);
  }
  for (const it of known.messages) better(it, newest);
  return conversation(sorted(), first <= from ? page.more_before : known.moreBefore, last >= to ? page.more_after : known.open, ahead);
}

function emptyPage(known: Conversation | undefined, page: History, part: Part, ahead: Map<number, Message>): Conversation | undefined {
  if (!known) return conversation([], page.more_before, page.more_after, ahead);
  if ("before" in part) return part.before === known.messages[0]?.seq ? { ...known, moreBefore: page.more_before } : undefined;
  if ("after" in part && part.after !== known.messages.at(-1)?.seq) return undefined;
  return conversation(known.messages, known.moreBefore, page.more_after, ahead);
}

/** No more than `most`, cut on the side away from where the reader is. */
export function trimmed(known: Conversation, most: number, keep: "start" | "end"): Conversation {
  if (known.messages.length <= most) return known;
  return keep === "end"
    ? { ...known, messages: known.messages.slice(-most), moreBefore: true }
    : { messages: known.messages.slice(0, most), moreBefore: known.moreBefore, open: true, ahead: new Map(), moreAfter: true };
}
