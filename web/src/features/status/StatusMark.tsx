/** Beside a name: what that person says of themselves, its words on demand; or in words at once. */
import { CircleMinus } from "lucide-react";
import { cx } from "../../ui/classes";
import styles from "./Status.module.css";
import { QUIET } from "./said";
import { useStatus } from "./useStatus";
import { wordsOf } from "./words";

export function StatusMark({ user, className }: { user: string; className?: string | undefined }) {
  const status = useStatus(user);
  if (!status) return null;
  const words = wordsOf(status);
  return (
    <span className={cx(styles.mark, className)} role="img" aria-label={words} data-tip={words}>
      {status.emoji}
      {status.quiet && status.emoji !== QUIET && <CircleMinus size={12} />}
    </span>
  );
}

export function StatusWords({ user }: { user: string | undefined }) {
  const status = useStatus(user);
  return status ? wordsOf(status) : null;
}
