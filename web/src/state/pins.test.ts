/** A list of pins with what is told of messages. */
import { describe, expect, it } from "vitest";
import type { Message } from "../api/types";
import { withPin } from "./live";

const message = (id: string, rev: number, pinned_at: number | null) => ({ id, rev, pinned_at }) as unknown as Message;
const ids = (pins: readonly Message[]) => pins.map((it) => it.id);

describe("what is told of messages", () => {
  const pins = [message("b", 5, 20), message("a", 4, 10)];

  it("adds what was pinned, the latest first", () => {
    expect(ids(withPin(pins, message("c", 6, 15)))).toEqual(["b", "c", "a"]);
  });

  it("takes out what was unpinned, and leaves what never was pinned", () => {
    expect(ids(withPin(pins, message("b", 6, null)))).toEqual(["a"]);
    expect(withPin(pins, message("c", 6, null))).toBe(pins);
  });

  it("knows an older word from a newer one", () => {
    expect(withPin(pins, message("b", 3, null))).toBe(pins);
    expect(withPin(pins, message("b", 7, 20))[0]?.rev).toBe(7);
  });
});
