/** What time it is elsewhere. */
import { describe, expect, it } from "vitest";
import { localTime, offset } from "./localtime";

const NOON = new Date("2026-07-01T12:00:30Z");

describe("the time elsewhere", () => {
  it("is so many minutes before UTC, by the season", () => {
    expect(offset("UTC", NOON)).toBe(0);
    expect(offset("Europe/Berlin", NOON)).toBe(120);
    expect(offset("Europe/Berlin", new Date("2026-01-01T12:00:00Z"))).toBe(60);
    expect(offset("Asia/Kathmandu", NOON)).toBe(345);
    expect(offset("America/New_York", NOON)).toBe(-240);
    expect(offset("Nowhere/Land", NOON)).toBeNull();
  });

  it("says how far ahead it is, and the day where that's another", () => {
    expect(localTime("Europe/Berlin", NOON, "UTC")).toEqual({ time: "2:00 PM", hours: "2", ahead: true });
    expect(localTime("Asia/Kathmandu", NOON, "UTC")).toEqual({ time: "5:45 PM", hours: "5.75", ahead: true });
    expect(localTime("America/New_York", NOON, "Europe/Berlin")).toEqual({ time: "8:00 AM", hours: "6", ahead: false });
    expect(localTime("Pacific/Auckland", NOON, "UTC")?.time).toMatch(/^Thursday/);
    expect(localTime("UTC", NOON, "UTC")).toEqual({ time: "12:00 PM", hours: "", ahead: false });
  });

  it("isn't known without a zone", () => {
    expect(localTime("", NOON)).toBeNull();
    expect(localTime("Nowhere/Land", NOON)).toBeNull();
  });
});
