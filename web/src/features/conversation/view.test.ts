/** The stretch of rows in the page stays bounded, gapless and where the reader is. */
import { describe, expect, it } from "vitest";
import type { Message } from "../../api/types";
import { rowsOf } from "./rows";
import { around, atEnd, bounded, cut, grownDown, grownUp, MOST, settled, shown } from "./view";

const messages = (from: number, to: number): Message[] =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => ({ id: `M${from + index}`, seq: from + index, ts: (from + index) * 1e6, author: "bela", kind: "text" }) as Message,
  );
const seqs = (rows: readonly Message[]) => [rows[0]?.seq, rows.at(-1)?.seq];

describe("a view", () => {
  it("begins at the end and follows what comes", () => {
    const view = atEnd(messages(1, 500));
    expect(seqs(shown(view, messages(1, 500)))).toEqual([441, 500]);
    expect(seqs(shown(view, messages(1, 503)))).toEqual([441, 503]);
  });

  it("doesn't follow when it shows the middle", () => {
    const view = around(messages(1, 500), 250);
    expect(shown(view, messages(1, 600)).some((it) => it.seq === 250)).toBe(true);
    expect(shown(view, messages(1, 600)).at(-1)?.seq).toBe(280);
  });

  it("stays where it is when earlier messages come", () => {
    const view = around(messages(100, 300), 150);
    expect(seqs(shown(view, messages(50, 300)))).toEqual(seqs(shown(view, messages(100, 300))));
  });

  it("goes up and down through everything and is never longer than allowed", () => {
    const all = messages(1, 1_000);
    let view = atEnd(all);
    const seen = new Set<number>();
    const look = () => {
      for (const it of shown(view, all)) seen.add(it.seq);
      expect(shown(view, all).length).toBeLessThanOrEqual(MOST);
    };
    for (let step = 0; step < 60; step += 1) {
      view = cut(grownUp(view, all), all, "bottom");
      look();
    }
    expect(view.from).toBe(1);
    for (let step = 0; step < 60; step += 1) {
      view = cut(grownDown(view, all), all, "top");
      look();
    }
    expect(view.to).toBeNull();
    expect(seen.size).toBe(1_000);
  });

  it("stays bounded for a reader who never rests", () => {
    const all = messages(1, 2_000);
    let view = atEnd(all);
    for (let step = 0; step < 60; step += 1) {
      view = grownUp(view, all);
      expect(shown(view, all).length).toBeLessThanOrEqual(2 * MOST);
    }
    expect(view.from).toBe(1);
  });

  it("stays bounded when its end goes on and on", () => {
    let view = atEnd(messages(1, 100));
    for (let last = 150; last < 3_000; last += 50) {
      view = bounded(view, messages(1, last));
      expect(shown(view, messages(1, last)).length).toBeLessThanOrEqual(2 * MOST);
      expect(view.to).toBeNull();
    }
  });

  it("goes to the end when what it showed is gone", () => {
    expect(settled({ from: 10, to: 60 }, messages(400, 500))).toEqual({ from: 441, to: null });
  });

  it("shows an empty conversation and its first message", () => {
    expect(shown(atEnd([]), [])).toEqual([]);
    expect(shown(atEnd([]), messages(1, 1)).length).toBe(1);
  });
});

describe("the line where new messages begin", () => {
  const lines = (from: number | null, me: string) =>
    rowsOf(messages(1, 5), from, me).map((it) => (it.is === "message" ? it.message.seq : it.is));

  it("stands above the first unread message", () => {
    expect(lines(3, "ada")).toEqual(["day", 1, 2, "new", 3, 4, 5]);
  });

  it("doesn't stand above what one wrote oneself", () => {
    expect(lines(3, "bela")).not.toContain("new");
  });

  it("doesn't stand at all when all is read", () => {
    expect(lines(null, "ada")).not.toContain("new");
  });
});
