/** The server's own recordings: a snapshot, the frames that followed, and the snapshot after. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Changes, Snapshot } from "../api/types";
import { apply, forget, unread } from "./live";
import { take } from "./session";
import { type World, world } from "./world";

interface Replay {
  before: Snapshot;
  frames: (Changes | { t: "gone"; feed: string })[];
  after: Snapshot;
}

const folder = new URL("./replays/", import.meta.url);
const replays = readdirSync(folder).map((name): [string, Replay] => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8"))]);

/** What must be equal, however it came to be. */
function shown(now: World) {
  return {
    account: now.account,
    people: Object.fromEntries(now.people),
    groups: Object.fromEntries([...now.groups].filter(([, group]) => group.active)),
    places: Object.fromEntries(
      [...now.places].map(([id, { lastAt: _, ...place }]) => [id, { ...place, unread: unread({ ...place, lastAt: 0 }) }]),
    ),
    saved: Object.fromEntries([...now.saved].filter(([, saved]) => saved.saved_at)),
    drafts: Object.fromEntries([...now.drafts].filter(([, draft]) => draft.text)),
    planned: Object.fromEntries([...now.planned].filter(([, planned]) => planned.state !== "over")),
  };
}

function begin(snapshot: Snapshot) {
  world.epoch = "another";
  take(structuredClone(snapshot));
}

describe("frames bring a client to where a fresh snapshot is", () => {
  it.each(replays)("%s", (name, { before, frames, after }) => {
    begin(after);
    const wanted = shown(world);
    begin(before);
    // Told twice: the second telling changes nothing.
    for (const frame of [...frames, ...frames]) {
      if ("items" in frame) apply(world, frame);
      else forget(world, frame.feed);
    }
    const reached = shown(world);
    // A channel that one was just put into is asked for whole, when its membership arrives.
    const asked = frames.some(
      (frame) => "items" in frame && frame.items.some((item) => item.type === "membership" && !reached.places[item.channel]),
    );
    if (asked) for (const id of Object.keys(wanted.places)) if (!reached.places[id]) delete wanted.places[id];
    expect(reached, name).toEqual(wanted);
  });
});

it("looks again at what concerns me when that may have changed", () => {
  const looks = (name: string) => {
    const [, { before, frames }] = replays.find(([it]) => it === `${name}.json`) as [string, Replay];
    begin(before);
    const was = world.activityTold;
    for (const frame of frames) if ("items" in frame) apply(world, frame);
    return world.activityTold - was;
  };
  for (const name of ["message-mentions", "group-named", "keyword-said", "message-edited", "message-deleted"])
    expect(looks(name), name).toBeGreaterThan(0);
  for (const name of ["message-sent", "channel-read", "draft-kept"]) expect(looks(name), name).toBe(0);
});

it("passes over what a newer server tells of, and goes on", () => {
  const [, { before }] = replays[0] as [string, Replay];
  begin(before);
  const [feed, cursor] = Object.entries(before.cursors)[0] as [string, number];
  const known = structuredClone(shown(world));
  const frame = { t: "changes", feed, from: cursor, to: cursor + 1, items: [{ type: "tide_table", rev: cursor + 1 }] };
  expect(apply(world, frame as unknown as Changes)).toBe(true);
  expect(world.cursors.get(feed)).toBe(cursor + 1);
  expect(shown(world)).toEqual(known);
});

it("hears of emoji, which no snapshot has", () => {
  const heard = (name: string) => {
    const [, { before, frames }] = replays.find(([file]) => file === name) as [string, Replay];
    begin(before);
    for (const frame of [...frames, ...frames]) if ("items" in frame) apply(world, frame);
    return Object.fromEntries([...world.emoji].map(([key, emoji]) => [key, Boolean(emoji.image)]));
  };
  expect(heard("emoji-added.json")).toEqual({ polly: true });
  expect(heard("emoji-taken-away.json")).toEqual({ polly: false });
});
