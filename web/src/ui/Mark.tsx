/** The Workloop mark: one stroke that is a w and closes into a loop; the amber dot says
 * that something waits for you. */
import styles from "./Mark.module.css";

export function Mark(props: { size?: number; waiting?: boolean }) {
  const { size = 28, waiting = true } = props;
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <path d="M4 10 L8.5 23 L14 12 L19 23 C21 27 29 25 28 17.5 C27.2 11.500 20.500 11 18 16" />
      {waiting && <circle cx="26" cy="7" r="3" />}
    </svg>
  );
}
