/** Where one is in a short sequence, as rings that close. */
import { setup as t } from "../../texts/en/setup";
import { Ring } from "../../ui/Ring";
import styles from "./Steps.module.css";

export function Steps({ now, of }: { now: number; of: number }) {
  return (
    <p className={styles.steps}>
      {Array.from({ length: of }, (_, at) => (
        <Ring key={at} size={12} state={at + 1 < now ? "closed" : at + 1 === now ? "open" : "dotted"} />
      ))}
      {t("step", { now, of })}
    </p>
  );
}
