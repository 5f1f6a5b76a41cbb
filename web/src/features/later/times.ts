/**
 * Times as people say them: the ready ones of a menu, and those of `/remind`. All in the time
 * zone of the device, as every other time that is shown.
 */
import { later as t } from "../../texts/en/later";
import { inLanguage } from "../../texts/language";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MORNING = 9;

export interface Preset {
  name: "in20Minutes" | "in1Hour" | "in3Hours" | "tomorrowAt" | "mondayAt";
  at: (now: Date) => Date;
}

export const labelOf = ({ name }: Preset): string =>
  name === "tomorrowAt" || name === "mondayAt" ? t(name, { time: time().format(new Date(2000, 0, 1, MORNING)) }) : t(name);

const after = (milliseconds: number) => (now: Date) => new Date(now.getTime() + milliseconds);

/** So many days later at an hour of the clock, whatever the clock does in between. */
function onDay(now: Date, days: number, hour = MORNING, minute = 0): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour, minute);
}

const toMonday = (now: Date) => (8 - now.getDay()) % 7 || 7;

export const PRESETS: readonly Preset[] = [
  { name: "in20Minutes", at: after(20 * MINUTE) },
  { name: "in1Hour", at: after(HOUR) },
  { name: "in3Hours", at: after(3 * HOUR) },
  { name: "tomorrowAt", at: (now) => onDay(now, 1) },
  { name: "mondayAt", at: (now) => onDay(now, toMonday(now)) },
];

const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE,
  min: MINUTE,
  mins: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  hour: HOUR,
  hours: HOUR,
  d: 24 * HOUR,
  day: 24 * HOUR,
  days: 24 * HOUR,
  w: 7 * 24 * HOUR,
  week: 7 * 24 * HOUR,
  weeks: 7 * 24 * HOUR,
};

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** `9`, `9:30`, `9pm`, `21:15`; null when it isn't an hour of the clock. */
function clock(text: string): readonly [hour: number, minute: number] | null {
  const [, hours = "", minutes = "0", half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(text) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hours === "" || minute > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return null;
  return [half ? (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : hour, minute];
}

/** What `in 20 minutes`, `at 15:30`, `tomorrow at 9`, `on friday`, `on 2027-01-31 at 8` mean. */
export function timeOf(words: string, now: Date): Date | null {
  const text = words.trim().toLowerCase().replace(/\s+/g, " ");
  const [, count = "", unit = ""] = /^in (\d{1,4}|an?|half an) ?([a-z]+)$/.exec(text) ?? [];
  const size = UNITS[unit];
  if (size) return new Date(now.getTime() + (count === "half an" ? 0.5 : Number(count) || (count.startsWith("a") ? 1 : 0)) * size);
  const alone = /^at (.+)$/.exec(text)?.[1];
  if (alone) {
    const hour = clock(alone);
    if (!hour) return null;
    const today = onDay(now, 0, ...hour);
    return today > now ? today : onDay(now, 1, ...hour);
  }
  const [, date = "", hours] = /^(?:on )?(today|tomorrow|[a-z]+day|\d{4}-\d{2}-\d{2})(?: at (.+))?$/.exec(text) ?? [];
  const hour = hours === undefined ? ([MORNING, 0] as const) : clock(hours);
  const day = hour && dayOf(date, now);
  return day ? onDay(day, 0, ...hour) : null;
}

function dayOf(name: string, now: Date): Date | null {
  if (name === "today") return now;
  if (name === "tomorrow") return onDay(now, 1);
  const weekday = DAYS.indexOf(name);
  if (weekday >= 0) return onDay(now, (weekday - now.getDay() + 7) % 7 || 7);
  const [year = 0, month = 0, date = 0] = name.split("-").map(Number);
  const day = new Date(year, month - 1, date);
  // The 31st of February is no day.
  return name && day.getMonth() === month - 1 && day.getDate() === date ? day : null;
}

/** `water the plants in 20 minutes`: what, and when; null when no time ends or begins it. */
export function whatAndWhen(text: string, now: Date): { what: string; at: Date } | null {
  const words = text.trim().split(/\s+/);
  // The longest time at the end counts: `at 9` of `tomorrow at 9` is a time too.
  for (let from = Math.max(0, words.length - 6); from < words.length; from += 1) {
    const at = timeOf(words.slice(from).join(" "), now);
    if (at) return { what: words.slice(0, from).join(" "), at };
  }
  for (let to = Math.min(6, words.length); to > 0; to -= 1) {
    const at = timeOf(words.slice(0, to).join(" "), now);
    if (at) return { what: words.slice(to).join(" "), at };
  }
  return null;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const ZONE = zone.replaceAll("_", " ");

const pad = (number: number) => String(number).padStart(2, "0");

/** As a `datetime-local` field has it, in the device's time zone. */
export function fieldOf(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

const time = inLanguage((it) => new Intl.DateTimeFormat(it, { timeStyle: "short" }));
const weekday = inLanguage((it) => new Intl.DateTimeFormat(it, { weekday: "long" }));
const full = inLanguage((it) => new Intl.DateTimeFormat(it, { weekday: "short", day: "numeric", month: "long" }));

/** `today at 15:30`, `tomorrow at 9:00`, `Friday at 9:00`, `Mon, 4 January at 9:00`. */
export function spoken(at: Date, now = new Date()): string {
  const days = Math.round((onDay(at, 0, 12).getTime() - onDay(now, 0, 12).getTime()) / (24 * HOUR));
  const near = days > 1 && days < 7 ? weekday().format(at) : full().format(at);
  const day = days === 0 ? t("today") : days === 1 ? t("tomorrow") : days === -1 ? t("yesterday") : near;
  const year = at.getFullYear() === now.getFullYear() || (days > 0 && days < 7) ? "" : ` ${at.getFullYear()}`;
  return t("dayAt", { day: `${day}${year}`, time: time().format(at) });
}
