/** Short notices at the edge of the screen, announced politely, each with at most one action. */
import { useSyncExternalStore } from "react";
import { Button } from "./Button";
import styles from "./Toast.module.css";

interface Notice {
  id: number;
  text: string;
  action?: { label: string; run: () => void } | undefined;
}

const SHOWN_MS = 6000;
const MOST = 4;
let notices: readonly Notice[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(to: readonly Notice[]) {
  notices = to;
  for (const listener of listeners) listener();
}

export function toast(text: string, action?: Notice["action"]): void {
  const id = next++;
  change([...notices, { id, text, action }].slice(-MOST));
  setTimeout(() => change(notices.filter((notice) => notice.id !== id)), SHOWN_MS);
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {shown.map(({ id, text, action }) => (
        <div key={id} className={styles.toast}>
          <span>{text}</span>
          {action && (
            <Button look="quiet" onClick={action.run}>
              {action.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
