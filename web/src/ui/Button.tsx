/** Buttons: with words, or with an icon and a label that is also its tooltip. */
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";
import { cx } from "./classes";
import { Ring } from "./Ring";

/** `grave` is for what takes something away and stands in every row of a list. */
type Look = "primary" | "plain" | "quiet" | "danger" | "grave";

export function Button(props: ComponentProps<"button"> & { look?: Look; busy?: boolean; wide?: boolean }) {
  const { look = "plain", busy = false, wide = false, className, children, disabled, type = "button", ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      className={cx(styles.button, styles[look], wide && styles.wide, className)}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {busy && <Ring state="turning" size={14} className={styles.busy} />}
      {children}
    </button>
  );
}

export function IconButton(props: Omit<ComponentProps<"button">, "children"> & { label: string; icon: ReactNode; pressed?: boolean }) {
  const { label, icon, pressed, className, type = "button", ...rest } = props;
  return (
    <button {...rest} type={type} className={cx(styles.icon, className)} aria-label={label} aria-pressed={pressed} data-tip={label}>
      {icon}
    </button>
  );
}
