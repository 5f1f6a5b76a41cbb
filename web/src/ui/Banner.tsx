/** A line across a pane that says what happened, what is safe, and offers one action. */
import type { ReactNode } from "react";
import styles from "./Banner.module.css";
import { cx } from "./classes";

export function Banner(props: { tone?: "info" | "warning" | "danger"; icon?: ReactNode; action?: ReactNode; children: ReactNode }) {
  const { tone = "info", icon, action, children } = props;
  return (
    <div className={cx(styles.banner, styles[tone])} role={tone === "danger" ? "alert" : "status"}>
      {icon}
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
}
