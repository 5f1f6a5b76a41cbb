/** What stands where nothing is yet: why, and the next step. */
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  /** Whether nothing else is on the page: then its title is the page's. */
  alone?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Title = props.alone ? "h1" : "h2";
  return (
    <div className={styles.empty}>
      {props.icon && <div className={styles.icon}>{props.icon}</div>}
      <Title>{props.title}</Title>
      {props.children && <div className={styles.text}>{props.children}</div>}
      {props.action}
    </div>
  );
}
