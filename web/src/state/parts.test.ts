/** Pages and live messages, in any order, lead to the same conversation. */
import { describe, expect, it } from "vitest";
import type { History, Message } from "../api/types";
import { type Conversation, conversation, type Part, trimmed, withMessage, withPage } from "./parts";

const message = (seq: number, rev: number): Message =>
  ({ id: `M${seq}`, channel: "C1", thread: null, seq, rev, text: `${seq} at ${rev}`, author: "ada", kind: "text" }) as Message;

/** A channel as the server has it: every change has the next `rev`. */
class Channel {
  readonly messages: Message[] = [];
  rev = 0;

  write(): Message {
    return this.put(this.messages.length + 1);
  }

  edit(seq: number): Message {
    return this.put(seq);
  }

  private put(seq: number): Message {
    this.rev += 1;
    const it = message(seq, this.rev);
    this.messages[seq - 1] = it;
    return it;
  }

  page(part: Part, size: number): History {
    const all = this.messages;
    let [from, to] = [all.length - size, all.length];
    if ("before" in part) [from, to] = [part.before - 1 - size, part.before - 1];
    if ("after" in part) [from, to] = [part.after, part.after + size];
    if ("around" in part) [from, to] = [part.around - Math.ceil(size / 2), part.around + Math.floor(size / 2)];
    from = Math.max(0, from);
    return { messages: all.slice(from, to), more_before: from > 0, more_after: to < all.length, head: this.rev };
  }
}

/** The same numbers every time. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const gapless = (messages: readonly Message[]) => messages.every((it, index) => it.seq === (messages[0]?.seq ?? 0) + index);

/** One run: writing, editing, pages that are read at one moment and arrive at another, frames in order of `rev`. */
function run(seed: number): void {
  const roll = dice(seed);
  const channel = new Channel();
  let known: Conversation | undefined;
  const frames: Message[] = [];
  const flights: { page: History; part: Part; told: Message[] }[] = [];
  for (let count = roll(30); count > 0; count -= 1) channel.write();
  const tell = () => {
    const next = frames.shift();
    if (!next) return;
    for (const flight of flights) flight.told.push(next);
    if (known) known = withMessage(known, next);
  };
  const land = () => {
    const [flight] = flights.splice(roll(flights.length), 1);
    if (flight) known = withPage(known, flight.page, flight.part, flight.told) ?? known;
    expect(gapless(known?.messages ?? []), `seed ${seed}`).toBe(true);
  };
  const ask = (part: Part) => flights.push({ page: channel.page(part, 1 + roll(10)), part, told: [] });
  const aim = (): Part => {
    const [first, last] = [known?.messages[0]?.seq, known?.messages.at(-1)?.seq];
    const ways: Part[] = [{ latest: true }, { around: 1 + roll(channel.messages.length + 1) }];
    if (first) ways.push({ before: first });
    if (last) ways.push({ after: last });
    return ways[roll(ways.length)] as Part;
  };
  for (let step = 0; step < 120; step += 1) {
    const what = roll(6);
    if (what === 0) frames.push(channel.write());
    else if (what === 1 && channel.messages.length > 0) frames.push(channel.edit(1 + roll(channel.messages.length)));
    else if (what === 2) tell();
    else if (what === 3 && flights.length < 4) ask(aim());
    else if (flights.length > 0) land();
    if (known && roll(10) === 0) known = trimmed(known, 12, roll(2) ? "start" : "end");
  }
  // The faults end: what is under way arrives, and the reader goes to both ends.
  while (frames.length > 0) tell();
  while (flights.length > 0) land();
  // Nothing more is told that would give a wrong cut away.
  if (known) known = trimmed(known, 12, roll(2) ? "start" : "end");
  for (let round = 0; round < 200 && (!known || known.moreAfter || known.moreBefore); round += 1) {
    const [first, last] = [known?.messages[0]?.seq ?? 0, known?.messages.at(-1)?.seq ?? 0];
    ask(!known ? { latest: true } : known.moreAfter ? { after: last } : { before: first });
    land();
  }
  expect(known?.messages, `seed ${seed}`).toEqual(channel.messages);
}

describe("a conversation", () => {
  it("is the server's, whatever the order of pages and frames", () => {
    for (let seed = 1; seed <= 2_000; seed += 1) run(seed);
  });

  it("takes an edited message that is told after a newer one", () => {
    let known = conversation([message(1, 1)], false, false, new Map());
    known = withMessage(known, message(3, 3));
    expect(known.moreAfter).toBe(true);
    known = withMessage(known, message(2, 4));
    expect(known.messages.map((it) => it.seq)).toEqual([1, 2, 3]);
    expect(known.moreAfter).toBe(false);
  });

  it("doesn't go back to an older state", () => {
    const known = conversation([message(1, 5)], false, false, new Map());
    expect(withMessage(known, message(1, 4))).toBe(known);
    const stale: History = { messages: [message(1, 4)], more_before: false, more_after: false, head: 4 };
    expect(withPage(known, stale, { latest: true }, [])?.messages[0]?.rev).toBe(5);
  });

  it("doesn't join a page that leaves a gap", () => {
    const known = conversation([message(10, 10)], true, false, new Map());
    const far: History = { messages: [message(2, 2)], more_before: true, more_after: true, head: 10 };
    expect(withPage(known, far, { before: 3 }, [])).toBeUndefined();
    expect(withPage(known, far, { around: 2 }, [])?.messages.map((it) => it.seq)).toEqual([2]);
  });
});
