/** Somebody's status while it holds: gone the moment it ends. */
import { useEffect, useReducer } from "react";
import type { Status } from "../../api/types";
import { left } from "../../state/status";
import { useWorld } from "../../state/world";

/** Timers can't wait for longer than that. */
const LONGEST_MS = 2 ** 31 - 1;

export function useStatus(user: string | undefined): Status | null {
  // A server of the version before knows of none.
  const status = useWorld((world) => world.people.get(user ?? "")?.status ?? null);
  const [looked, look] = useReducer((before: number) => before + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look that came too early waits again
  useEffect(() => {
    const wait = status && left(status);
    if (!wait) return;
    const timer = setTimeout(look, Math.min(wait + 20, LONGEST_MS));
    return () => clearTimeout(timer);
  }, [status, looked]);
  return status && left(status) !== 0 ? status : null;
}
