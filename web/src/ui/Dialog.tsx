/** A modal dialog on the native element: it traps focus, Escape closes it, and focus goes
 * back to where it came from. */
import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { general } from "../texts/en/general";
import { IconButton } from "./Button";
import { cx } from "./classes";
import styles from "./Dialog.module.css";

export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  bare?: boolean;
  fixed?: boolean;
  wide?: boolean;
  /** On a phone a sheet comes from below and names itself only to those who listen. */
  look?: "sheet";
}) {
  const { title, onClose, children, bare = false, fixed = false, wide = false, look } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (!dialog?.open) dialog?.showModal();
    // What is to be filled in comes before the button that closes it.
    const first = dialog?.querySelector<HTMLElement>("input, textarea, select");
    // Nothing to fill in: the dialog itself has the focus, not the button that ends it.
    (first ?? dialog)?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={cx(styles.dialog, bare && styles.bare, wide && styles.wide, look && styles[look])}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!fixed) onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget && !fixed) onClose();
      }}
    >
      <div className={styles.body}>
        <header className={bare || look ? "visually-hidden" : styles.header}>
          <h2 id={id}>{title}</h2>
          {!fixed && !bare && !look && <IconButton label={general("close")} icon={<X size={18} />} onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** The row of actions that ends a dialog. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
