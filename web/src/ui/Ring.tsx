/** The brand's one sign: closed = done or connected, open = away or in progress,
 * dotted = offline, turning = working, progress = so far. State never rests on colour. */
import { cx } from "./classes";
import styles from "./Ring.module.css";

export type RingState = "closed" | "open" | "dotted" | "turning" | "progress";

export function Ring(props: { state: RingState; value?: number; size?: number; label?: string; className?: string | undefined }) {
  const { state, value = 0, size = 12, label, className } = props;
  const share = state === "closed" ? 1 : state === "progress" ? Math.min(1, Math.max(0, value)) : 0.7;
  return (
    <svg
      className={cx(styles.ring, styles[state], className)}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {state === "progress" && <circle className={styles.track} cx="8" cy="8" r="6" />}
      <circle
        className={styles.line}
        cx="8"
        cy="8"
        r="6"
        pathLength={100}
        strokeDasharray={state === "dotted" ? "6 10.67" : `${share * 100} 100`}
        transform="rotate(-60 8 8)"
      />
    </svg>
  );
}
