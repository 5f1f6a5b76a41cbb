/** The quiet page around what one meets before being inside: mark, title, one card. */
import type { ReactNode } from "react";
import styles from "./Front.module.css";
import { Mark } from "./Mark";

export function Front(props: { title: string; lead?: ReactNode; children: ReactNode; foot?: ReactNode }) {
  return (
    <main className={styles.front}>
      <div className={styles.card}>
        <p className={styles.brand}>
          <Mark size={34} />
          Workloop
        </p>
        <h1>{props.title}</h1>
        {props.lead && <div className={styles.lead}>{props.lead}</div>}
        {props.children}
        {props.foot && <div className={styles.foot}>{props.foot}</div>}
      </div>
    </main>
  );
}
