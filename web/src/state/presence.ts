/** Whether the person is here: away when nothing was touched for a while. */
import type { Presence } from "../api/types";

const IDLE_MS = 10 * 60_000;
const LOOK_MS = 30_000;

/** Calls back whenever that changes; answers how to stop. */
export function watchPresence(tell: (state: Presence) => void): () => void {
  let touched = Date.now();
  let told: Presence = "active";
  const stop = new AbortController();
  const look = () => {
    const state = Date.now() - touched > IDLE_MS ? "away" : "active";
    if (state !== told) tell(state);
    told = state;
  };
  const touch = () => {
    touched = Date.now();
    look();
  };
  for (const name of ["pointerdown", "keydown", "focus"]) addEventListener(name, touch, { signal: stop.signal, passive: true });
  const timer = setInterval(look, LOOK_MS);
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}
