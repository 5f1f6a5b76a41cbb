/** The switcher's order: how well a name fits what was typed, then what waits, then habit. */
import { byName } from "../../texts/language";
import { folded } from "../people/names";

export interface Candidate {
  key: string;
  name: string;
  /** Other words that find it: a handle, a topic's name. */
  also?: readonly string[];
  /** Messages that wait for me; then any unread. */
  waiting: number;
  unread: boolean;
  /** How often and how lately it was chosen, see {@link habit}. */
  habit: number;
}

export const MOST = 24;

/** 4 prefix, 3 start of a word, 2 inside, 1 letters in order, 0 not at all. */
export function closeness(name: string, typed: string): number {
  const where = folded(name);
  const what = folded(typed);
  if (!what || where.startsWith(what)) return 4;
  const at = where.indexOf(what);
  if (at > 0) {
    for (let next = at; next > 0; next = where.indexOf(what, next + 1)) if (/[^\p{L}\p{N}]/u.test(where[next - 1] ?? "")) return 3;
    return 2;
  }
  let next = 0;
  for (const letter of where) if (letter === what[next]) next += 1;
  return next === what.length ? 1 : 0;
}

export function ranked<Row extends Candidate>(rows: readonly Row[], typed: string): Row[] {
  const wanted = typed.trim().replace(/^[#@]/, "");
  return rows
    .map((row) => ({ row, fit: Math.max(closeness(row.name, wanted), ...(row.also ?? []).map((word) => closeness(word, wanted))) }))
    .filter((it) => it.fit > 0)
    .sort((a, b) => b.fit - a.fit || order(a.row, b.row))
    .slice(0, MOST)
    .map((it) => it.row);
}

function order(a: Candidate, b: Candidate): number {
  return b.waiting - a.waiting || Number(b.unread) - Number(a.unread) || b.habit - a.habit || byName(a.name, b.name);
}

/** Half of a habit is gone after a week. */
const HALF_MS = 7 * 24 * 3_600_000;

export interface Habit {
  score: number;
  at: number;
}

export const habit = (kept: Habit | undefined, now: number): number => (kept ? kept.score * 2 ** ((kept.at - now) / HALF_MS) : 0);

export const strengthened = (kept: Habit | undefined, now: number): Habit => ({ score: habit(kept, now) + 1, at: now });
