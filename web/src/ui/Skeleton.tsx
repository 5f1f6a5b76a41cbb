/** Rows of the right size while the real ones load; shown only after 150 ms. */
import type { CSSProperties } from "react";
import { general } from "../texts/en/general";
import styles from "./Skeleton.module.css";

export function Skeleton({ rows = 3, label = general("loading") }: { rows?: number; label?: string }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.row} style={{ "--share": `${88 - ((row * 23) % 45)}%` } as CSSProperties} />
      ))}
    </div>
  );
}
