/** A button that opens a list of actions, on the Popover API: arrows walk, letters find,
 * Escape closes and focus goes back to the button. */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import buttons from "./Button.module.css";
import { putBeside } from "./beside";
import { cx } from "./classes";
import styles from "./Menu.module.css";

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  run: () => void;
}

export function Menu(props: {
  label: string;
  button: ReactNode;
  items: readonly MenuItem[];
  /** Instead of an icon button's. */
  className?: string | undefined;
  tip?: boolean;
  disabled?: boolean;
}) {
  const { label, button, items, className, tip = false, disabled = false } = props;
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    // Only this closes by it, not what it stands in.
    if (event.key === "Escape") event.stopPropagation();
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = destination(event.key, at, all);
    if (!to) return;
    event.preventDefault();
    to.focus();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={className ?? buttons.icon}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        data-tip={tip ? label : undefined}
        popoverTarget={id}
        disabled={disabled}
      >
        {button}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onKeyDown={onKeyDown}
        onToggle={(event) => {
          const opened = event.newState === "open";
          setOpen(opened);
          if (!opened) return;
          if (opener.current && list.current) putBeside(list.current, opener.current, "start");
          entries()[0]?.focus();
        }}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={cx(styles.item, item.danger && styles.danger)}
            onClick={() => {
              list.current?.hidePopover();
              item.run();
            }}
          >
            {item.icon}
            <span className={styles.words}>{item.label}</span>
            {item.keys && <kbd>{item.keys}</kbd>}
          </button>
        ))}
      </div>
    </>
  );
}

function destination(key: string, at: number, all: readonly HTMLElement[]): HTMLElement | undefined {
  if (key === "ArrowDown") return all[(at + 1) % all.length];
  if (key === "ArrowUp") return all.at((at <= 0 ? all.length : at) - 1);
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const letter = key.toLocaleLowerCase();
  return [...all.slice(at + 1), ...all].find((entry) => entry.textContent?.trim().toLocaleLowerCase().startsWith(letter));
}
