/** The frame of a pane: a header that stays, a body that scrolls. The second level stands
 * beside what the page is about. */
import type { ReactNode } from "react";
import styles from "./Pane.module.css";

export function Pane(props: { title: string; level?: 1 | 2; before?: ReactNode; after?: ReactNode; children: ReactNode }) {
  const [Frame, Heading] = props.level === 2 ? (["aside", "h2"] as const) : (["section", "h1"] as const);
  return (
    <Frame className={styles.pane} aria-label={props.title}>
      <header className={styles.header}>
        {props.before}
        <Heading>{props.title}</Heading>
        <span className={styles.space} />
        {props.after}
      </header>
      <div className={styles.body}>{props.children}</div>
    </Frame>
  );
}
