/** What time it is for somebody else, in words. */
import { language, number } from "../../texts/language";

const MINUTE_MS = 60_000;

/** Minutes that a zone is before UTC; null for one that this browser doesn't know. */
export function offset(zone: string, at: Date): number | null {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    }).formatToParts(at);
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
    const there = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
    return Math.round((there - Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
  } catch {
    return null;
  }
}

export interface LocalTime {
  /** `Saturday, 03:12`; the day only where it's another than here. */
  time: string;
  /** Hours ahead of here, as `2` or `5.5`; empty for the same time. */
  hours: string;
  ahead: boolean;
}

/** The time in a zone, next to the time `here`; null for a zone that isn't known. */
export function localTime(zone: string, at: Date, here = Intl.DateTimeFormat().resolvedOptions().timeZone): LocalTime | null {
  const [there, mine] = [zone ? offset(zone, at) : null, offset(here, at)];
  if (there === null || mine === null) return null;
  const sameDay = new Date(at.getTime() + there * MINUTE_MS).getUTCDate() === new Date(at.getTime() + mine * MINUTE_MS).getUTCDate();
  const style = sameDay ? ({ timeStyle: "short" } as const) : ({ weekday: "long", hour: "numeric", minute: "2-digit" } as const);
  const format = new Intl.DateTimeFormat(language.locale, { timeZone: zone, ...style });
  const ahead = there - mine;
  return { time: format.format(at), hours: ahead === 0 ? "" : number(Math.abs(ahead) / 60), ahead: ahead > 0 };
}
