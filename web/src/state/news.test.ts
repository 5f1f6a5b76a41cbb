/** Which messages are new, however often they're told. */
import { beforeEach, expect, it } from "vitest";
import type { Item } from "../api/types";
import { beginHearing, freshOf, lastNews, onNews, tellNews } from "./news";
import type { World } from "./world";

const world = { places: new Map([["C1", { lastSeq: 7, lastAt: 700 }]]) } as unknown as World;
const said = (id: string, seq: number, ts: number, thread: string | null = null) =>
  ({ type: "message", id, channel: "C1", thread, seq, ts }) as unknown as Item;
const freshIn = (...items: Item[]) => [...freshOf(world, items)];

beforeEach(() => beginHearing(world));

it("those after the last one of the channel", () => {
  expect(freshIn(said("M7", 7, 700), said("M8", 8, 800), said("M9", 9, 800))).toEqual(["M8", "M9"]);
});

it("replies after the last one that was told, and at first after all that was there", () => {
  expect(freshIn(said("R1", 1, 600, "MT"), said("R2", 2, 900, "MT"))).toEqual(["R2"]);
  tellNews([said("R2", 2, 900, "MT")], new Set());
  expect(freshIn(said("R2", 2, 900, "MT"), said("R3", 3, 900, "MT"))).toEqual(["R3"]);
});

it("for a moment also to whoever comes late", () => {
  const item = said("M8", 8, 800);
  tellNews([item, said("M7", 7, 700)], new Set(["M8"]));
  expect(lastNews()).toEqual([item]);
  expect(lastNews(Date.now() + 60_000)).toEqual([]);
});

it("once a frame, to whoever still listens", () => {
  const heard: string[][] = [];
  const stop = onNews((_, fresh) => heard.push([...fresh]));
  tellNews([], new Set(["M1"]));
  stop();
  tellNews([], new Set(["M2"]));
  expect(heard).toEqual([["M1"]]);
});
