/** Whether the quick switcher is open; apart from it, so that anyone may open it. */
import { useSyncExternalStore } from "react";

let open = false;
const watchers = new Set<() => void>();

function set(to: boolean) {
  open = to;
  for (const watcher of watchers) watcher();
}

export const openSwitcher = (): void => set(true);
export const closeSwitcher = (): void => set(false);

export function useSwitcherOpen(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => open,
  );
}
