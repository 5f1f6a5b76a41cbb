/** When a status ends, as one chooses it: by the clock and calendar of this device. */
const MINUTE = 60_000;

export const ENDS = ["never", "halfHour", "hour", "fourHours", "today", "week"] as const;
export type End = (typeof ENDS)[number];

const midnight = (now: Date, days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);

/** Microseconds since the epoch; null when it doesn't end by itself. */
export function endOf(end: End, now: Date): number | null {
  const after = (minutes: number) => new Date(now.getTime() + minutes * MINUTE);
  const ends: Record<End, Date | null> = {
    never: null,
    halfHour: after(30),
    hour: after(60),
    fourHours: after(240),
    today: midnight(now, 1),
    // Weeks end with their Sunday.
    week: midnight(now, (8 - now.getDay()) % 7 || 7),
  };
  const at = ends[end];
  return at && at.getTime() * 1_000;
}
