/** Whom a message concerns. */
import { describe, expect, it } from "vitest";
import type { Alert, Message } from "../api/types";
import { concerns } from "./concern";
import type { Place, World } from "./world";

const [ADA, BELA] = ["UADA", "UBELA"];
const HARBOUR = "CHARBOUR";

interface About {
  muted?: boolean;
  level?: "all" | "mentions" | "nothing";
  read?: number;
  following?: boolean | null;
  readInThread?: number;
}

/** Ada's, in one channel. */
function worldOf({ muted = false, level = "mentions", read = 4, following = null, readInThread = 0 }: About = {}): World {
  const place = { membership: { muted, level }, reading: { read_seq: read } } as unknown as Place;
  const reading = { following, read_seq: readInThread };
  return {
    account: { id: ADA },
    places: new Map([[HARBOUR, place]]),
    alerts: new Map(),
    threads: new Map(following === null ? [] : [["MROOT", reading]]),
  } as unknown as World;
}

const said = (more: Partial<Message> = {}): Message =>
  ({
    kind: "text",
    channel: HARBOUR,
    thread: null,
    seq: 5,
    author: BELA,
    mentions: [],
    mentions_all: false,
    deleted_at: null,
    ...more,
  }) as Message;
const reply = (more: Partial<Message> = {}) => said({ thread: "MROOT", seq: 1, ...more });

describe("in a channel", () => {
  it("all of it, where that was chosen (as in direct messages)", () => {
    expect(concerns(worldOf({ level: "all" }), said())).toBe(true);
    expect(concerns(worldOf(), said())).toBe(false);
  });

  it("what names me or everybody", () => {
    expect(concerns(worldOf(), said({ mentions: [ADA] }))).toBe(true);
    expect(concerns(worldOf(), said({ mentions_all: true }))).toBe(true);
    expect(concerns(worldOf(), said({ mentions: [BELA] }))).toBe(false);
  });

  it("what has a keyword of mine, in a thread too, unless it's muted", () => {
    const alerted = (more: About, ids = ["M1"]) => {
      const world = worldOf(more);
      for (const id of ids) world.alerts.set(id, { active: true } as Alert);
      return world;
    };
    expect(concerns(alerted({}), said({ id: "M1" }))).toBe(true);
    expect(concerns(alerted({}), reply({ id: "M1" }))).toBe(true);
    expect(concerns(alerted({}), said({ id: "M2" }))).toBe(false);
    expect(concerns(alerted({}), said({ id: "M1" }), false)).toBe(false);
    expect(concerns(alerted({ muted: true }), said({ id: "M1" }))).toBe(false);
  });

  it("nothing where it's muted, or nothing is wanted", () => {
    for (const mine of [{ muted: true, level: "all" }, { level: "nothing" }] as const)
      for (const message of [said({ mentions: [ADA] }), reply({ mentions: [ADA] })])
        expect(concerns(worldOf({ ...mine, following: true }), message)).toBe(false);
  });
});

describe("in a thread", () => {
  it("all of it while I follow it", () => {
    expect(concerns(worldOf({ following: true }), reply())).toBe(true);
    expect(concerns(worldOf({ following: false, level: "all" }), reply())).toBe(false);
    expect(concerns(worldOf({ level: "all" }), reply())).toBe(false);
  });

  it("what names me, before it's told that I follow it now", () => {
    expect(concerns(worldOf(), reply({ mentions: [ADA] }))).toBe(true);
  });

  it("not what is read", () => {
    expect(concerns(worldOf({ following: true, readInThread: 1 }), reply())).toBe(false);
    expect(concerns(worldOf({ following: true, readInThread: 1 }), reply({ seq: 2 }))).toBe(true);
  });
});

it("never mine, what is read, deleted, said by Workloop itself, or of a channel I'm not in", () => {
  const world = worldOf({ level: "all" });
  for (const more of [{ author: ADA }, { seq: 4 }, { deleted_at: 1 }, { kind: "joined" }, { channel: "CELSEWHERE" }])
    expect(concerns(world, said(more as Partial<Message>)), JSON.stringify(more)).toBe(false);
});
