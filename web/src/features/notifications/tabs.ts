/**
 * One browser, several tabs: which of them tells, and whether any shows a conversation to
 * somebody who looks. Both are locks, which end with the tab, however it ends.
 */
const leading = (user: string) => `workloop/tells/${user}`;
const looking = (user: string, key: string) => `workloop/looks/${user}/${key}`;

/** Held until `signal`; calls back when it's ours. */
async function hold(name: string, mode: LockMode, signal: AbortSignal, held: () => void = () => {}): Promise<void> {
  const ended = new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
  const keep = () => {
    held();
    return ended;
  };
  // Ended while it waited: then it never was ours.
  await navigator.locks.request(name, { mode, signal }, keep).catch(() => undefined);
}

/** Calls back when it's this tab's turn to tell, which it is until `signal`. */
export function lead(user: string, signal: AbortSignal, held: () => void): void {
  if (signal.aborted) return;
  if (navigator.locks) void hold(leading(user), "exclusive", signal, held);
  // Such a browser is old; each of its tabs tells.
  else held();
}

/** The conversations that an address shows; on narrow screens the pane beside hides the other. */
export function shownAt(path: string, narrow: boolean): readonly string[] {
  const [, channel = "", , beside, thread] = /^\/c\/([^/]+)(\/([^/]+)(?:\/([^/]+))?)?/.exec(path) ?? [];
  if (!channel) return [];
  const whole = beside && narrow ? [] : [channel];
  return beside === "t" && thread ? [...whole, `${channel}/${thread}`] : whole;
}

const NARROW = "(max-width: 719px)";

const looks = (): boolean => !document.hidden && document.hasFocus();

const keys = (): readonly string[] => (looks() ? shownAt(location.pathname, matchMedia(NARROW).matches) : []);

let told = new Map<string, AbortController>();

/** Lets the other tabs know what is looked at here; to be called when that may have changed. */
export function sayLooking(user: string): void {
  if (!navigator.locks) return;
  const now = new Map<string, AbortController>();
  for (const key of keys()) {
    const known = told.get(key);
    const control = known ?? new AbortController();
    if (!known) void hold(looking(user, key), "shared", control.signal);
    now.set(key, control);
  }
  for (const [key, control] of told) if (!now.has(key)) control.abort();
  told = now;
}

export function stopLooking(): void {
  for (const control of told.values()) control.abort();
  told = new Map();
}

/** Somebody looks at it, here or in another tab. */
export async function isLookedAt(user: string, key: string): Promise<boolean> {
  if (keys().includes(key)) return true;
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some((it) => it.name === looking(user, key));
}
