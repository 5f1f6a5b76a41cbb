/** What one jumps to, kept in this browser: the most used 200. */
import { world } from "../../state/world";
import { type Habit, habit, strengthened } from "./rank";

const MOST = 200;
const nameOf = () => `habits/${world.account?.id ?? ""}`;
let kept: { name: string; habits: Record<string, Habit> } | null = null;

function read(): Record<string, Habit> {
  const name = nameOf();
  if (kept?.name === name) return kept.habits;
  let habits: Record<string, Habit> = {};
  try {
    habits = JSON.parse(localStorage.getItem(name) ?? "{}") as Record<string, Habit>;
  } catch {
    // No storage, or rubbish in it: no habits yet.
  }
  kept = { name, habits };
  return habits;
}

export const habitOf = (key: string): number => habit(read()[key], Date.now());

export function strengthen(key: string): void {
  const now = Date.now();
  const habits = { ...read(), [key]: strengthened(read()[key], now) };
  const strongest = Object.entries(habits)
    .sort(([, a], [, b]) => habit(b, now) - habit(a, now))
    .slice(0, MOST);
  kept = { name: nameOf(), habits: Object.fromEntries(strongest) };
  try {
    localStorage.setItem(kept.name, JSON.stringify(kept.habits));
  } catch {
    // It holds for this visit.
  }
}
