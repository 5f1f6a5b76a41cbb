/** The keyboard map, at `?` and Ctrl+/. */
import { useEffect, useState } from "react";
import { Dialog } from "../../ui/Dialog";
import styles from "./Shortcuts.module.css";

const KEYS = [
  ["Ctrl /  or  ?", "Show this map"],
  ["Esc", "Close the top layer"],
  ["Tab / Shift Tab", "Next and previous control"],
] as const;

export function Shortcuts() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const writing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      const asked = (event.key === "/" && (event.ctrlKey || event.metaKey)) || (event.key === "?" && !writing);
      if (!asked) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  if (!open) return null;
  return (
    <Dialog title="Keyboard" onClose={() => setOpen(false)}>
      <dl className={styles.map}>
        {KEYS.map(([keys, action]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
