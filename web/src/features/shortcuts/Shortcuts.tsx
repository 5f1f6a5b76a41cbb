/** The keyboard map, at `?` and Ctrl+/. */
import { useSyncExternalStore } from "react";
import { Dialog } from "../../ui/Dialog";
import styles from "./Shortcuts.module.css";

const MAP = {
  Anywhere: [
    ["Ctrl K", "Jump to a conversation"],
    ["Ctrl Shift F", "Search"],
    ["Alt ↑ / ↓", "Previous, next conversation"],
    ["Alt Shift ↑ / ↓", "Previous, next unread"],
    ["F6 / Shift F6", "Next, previous part of the page"],
    ["Shift Esc", "Mark everything read"],
    ["Esc", "Close what is on top"],
    ["Ctrl / or ?", "This map"],
  ],
  "On a message": [
    ["↑ ↓ or j k", "Walk"],
    ["t", "Open its thread"],
    ["r", "React"],
    ["e", "Edit"],
    ["c", "Copy its link"],
    ["f", "Forward it"],
    ["s", "Save it for yourself"],
    ["p", "Pin it for everyone here"],
    ["u", "Unread from here"],
    ["m", "Be reminded of it"],
    ["Del", "Delete"],
  ],
  "While writing": [
    ["Enter", "Send"],
    ["Shift Enter", "New line"],
    ["↑ in an empty box", "Edit what you said last"],
    ["@ # :", "Complete people, channels, emoji"],
    ["/", "Commands; /help lists them"],
  ],
  "In a picture": [
    ["← →", "Previous, next picture"],
    ["+ / - / 0", "Larger, smaller, whole"],
    ["← → ↑ ↓ when larger", "Move it"],
  ],
} as const;

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
  const apple = /Mac|iP(hone|ad)/.test(navigator.userAgent);
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={() => set(false)}>
      <div className={styles.map}>
        {Object.entries(MAP).map(([where, keys]) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(([key, action]) => (
                <div key={key} className={styles.row}>
                  <dt>{action}</dt>
                  <dd>
                    <kbd>{apple ? key.replace("Ctrl", "⌘").replace("Alt", "⌥") : key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
