/** Beside a name: what that person says of themselves, its words on demand. */
import { isolated } from "../../texts/language";
import { cx } from "../../ui/classes";
import styles from "./Status.module.css";
import { useStatus } from "./useStatus";

export function StatusMark({ user, className }: { user: string; className?: string | undefined }) {
  const status = useStatus(user);
  if (!status) return null;
  const words = `${status.emoji} ${isolated(status.text)}`.trim();
  return (
    <span className={cx(styles.mark, className)} role="img" aria-label={words} data-tip={words}>
      {status.emoji}
    </span>
  );
}
