/** The keyboard map, at `?` and Ctrl+/. */
import { lazy, Suspense, useSyncExternalStore } from "react";

const KeyMap = lazy(() => import("./KeyMap"));

let open = false;
const watchers = new Set<() => void>();

function set(to: boolean) {
  open = to;
  for (const watcher of watchers) watcher();
}

export const openShortcuts = (): void => set(true);

export function Shortcuts() {
  const shown = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => open,
  );
  if (!shown) return null;
  return (
    <Suspense>
      <KeyMap onClose={() => set(false)} />
    </Suspense>
  );
}
