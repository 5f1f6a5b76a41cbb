/** Hours in which I may be notified; the server's rule (`protocol::notices`) is the same. */
import type { Hours } from "../api/types";

const DAY = 24 * 60;
const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Whether this minute of this day of the week (1 is Monday) is within them. */
export function hold({ days, from, to }: Hours, day: number, minute: number): boolean {
  const before = day === 1 ? 7 : day - 1;
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  return (days.includes(day) && minute >= from) || (days.includes(before) && minute < to);
}

/** Whether they hold now, where I am: in UTC when I don't say. */
export function holdNow(hours: Hours, zone: string, now = new Date()): boolean {
  const parts = inZone(zone || "UTC").formatToParts(now);
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? "";
  const minute = (Number(part("hour")) * 60 + Number(part("minute"))) % DAY;
  return hold(hours, NAMES.indexOf(part("weekday")) + 1, minute);
}

function inZone(timeZone: string): Intl.DateTimeFormat {
  const how = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...how, timeZone });
  } catch {
    // A zone that this browser doesn't know.
    return new Intl.DateTimeFormat("en-US", { ...how, timeZone: "UTC" });
  }
}
