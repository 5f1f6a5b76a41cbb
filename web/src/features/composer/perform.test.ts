/** What commands ask of the server, and what they say when they can't. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person } from "../../api/types";
import { type Place, world } from "../../state/world";
import { perform } from "./perform";

const BELA = "U01ARZ3NDEKTSV4RRFFQ69G5FAV";
const CHANNEL = "C01ARZ3NDEKTSV4RRFFQ69G5FAV";
const asked: { method: string; path: string; body: unknown }[] = [];
const went: string[] = [];
const where = { channel: CHANNEL, thread: null, go: (to: string) => void went.push(to) };
const run = (name: string, rest = "") => perform({ name, rest }, where);

function stand(kind: "public" | "private" | "dm"): void {
  const channel = { id: CHANNEL, kind, name: kind === "dm" ? "" : "harbour", people: [] };
  world.places = new Map([[CHANNEL, { channel, membership: { channel: CHANNEL, rev: 1 }, reading: {}, mentions: [] } as unknown as Place]]);
}

beforeEach(() => {
  asked.length = went.length = 0;
  stand("public");
  world.people = new Map([[BELA, { user: BELA, handle: "bela", name: "Bela", active: true, rev: 1 } as Person]]);
  vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body?: string }) => {
    asked.push({ method, path: path.replace("/api/v1", ""), body: body ? JSON.parse(body) : null });
    const answer = { id: CHANNEL, channel: CHANNEL, rev: 2, due_at: 1_700_000_000_000_000, joined: null };
    return new Response(JSON.stringify(answer), { status: 200 });
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("a command", () => {
  it("sets the topic, with whom it names", async () => {
    await run("topic", "Ask @bela");
    expect(asked).toEqual([{ method: "PATCH", path: `/channels/${CHANNEL}`, body: { topic: `Ask <@${BELA}>` } }]);
  });

  it("puts people in by their handles", async () => {
    expect((await run("invite", "@bela")).tell).toContain("Bela");
    expect(asked).toEqual([{ method: "POST", path: `/channels/${CHANNEL}/members`, body: { users: [BELA] } }]);
  });

  it("plans a reminder", async () => {
    await run("remind", "me to water the plants in 20 minutes");
    const { path, body } = asked[0] as { path: string; body: { action: string; text: string; due_at: number } };
    expect([path, body.action, body.text]).toEqual([`/channels/${CHANNEL}/planned`, "remind", "water the plants"]);
    expect(body.due_at / 1_000 - Date.now()).toBeGreaterThan(19 * 60_000);
  });

  it("mutes and unmutes", async () => {
    await run("mute");
    await run("unmute");
    expect(asked.map((it) => it.body)).toEqual([{ muted: true }, { muted: false }]);
  });

  it("says what one is doing, and takes it off", async () => {
    expect((await run("status", "🌴 On the island for 2 days")).tell).toMatch(/^Your status: 🌴 On the island · until /);
    await run("status", "CLEAR");
    expect(asked.map((it) => [it.path, it.body])).toEqual([
      ["/account", { status: { emoji: "🌴", text: "On the island", until: expect.any(Number) } }],
      ["/account", { status: null }],
    ]);
    expect(await run("status")).toEqual({ opens: "status" });
    await expect(run("status", "x".repeat(101))).rejects.toThrow(/at most 100/);
    expect(asked).toHaveLength(2);
  });

  it("says that one isn't to be disturbed", async () => {
    expect((await run("dnd", "for an hour")).tell).toMatch(/^Your status: 🔕 Do not disturb · until /);
    await run("dnd", "off");
    expect(asked.map((it) => it.body)).toEqual([
      { status: { emoji: "🔕", text: "", quiet: true, until: expect.any(Number) } },
      { status: null },
    ]);
  });

  it("says something itself", async () => {
    expect(await run("me", "waves  back")).toEqual({ say: "_waves back_" });
    expect((await run("shrug", "no idea")).say).toBe("no idea ¯\\\\\\_(ツ)\\_/¯");
    expect(asked).toEqual([]);
  });

  it("leaves a public channel at once, a private one when that is said", async () => {
    await run("leave");
    expect([asked[0]?.method, went]).toEqual(["DELETE", ["/"]]);
    stand("private");
    await expect(run("leave")).rejects.toThrow("/leave now");
    await run("leave", "now");
    expect(asked).toHaveLength(2);
  });
});

describe("what is wrong is said, and nothing is asked", () => {
  it.each([
    ["frobnicate", "", /no command \/frobnicate.*\/\/frobnicate/],
    ["topic", "", /\/topic /],
    ["invite", "", /\/invite @ada/],
    ["invite", "@nobody", /nobody called @nobody/],
    ["dm", "hello", /\/dm @ada/],
    ["remind", "me to call Bela", /Say when/],
    ["remind", "me in 20 minutes", /Say of what/],
    ["dnd", "please", /until 15:30/],
    ["me", "", /\/me waves/],
  ])("/%s %s", async (name, rest, why) => {
    await expect(run(name, rest)).rejects.toThrow(why);
    expect(asked).toEqual([]);
  });

  it("for a direct message", async () => {
    stand("dm");
    for (const name of ["topic", "invite", "leave"]) await expect(run(name, "@bela")).rejects.toThrow(/direct message/);
    expect(asked).toEqual([]);
  });
});
