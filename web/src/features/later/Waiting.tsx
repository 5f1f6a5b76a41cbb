/** Above where one writes: what will be sent here by itself. */
import { Clock } from "lucide-react";
import { Link } from "wouter";
import { plans } from "../../state/planned";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import styles from "./Later.module.css";
import { spoken } from "./times";

export function Waiting({ channel, thread }: { channel: string; thread: string | null }) {
  const here = useWorld(plans).filter(
    (it) => it.action === "send" && it.state === "waiting" && it.channel === channel && it.thread === thread,
  );
  const [first] = here;
  if (!first) return null;
  return (
    <p className={styles.waiting}>
      <Clock size={14} aria-hidden />
      {t("waitingHere", { count: here.length, when: spoken(new Date(first.due_at / 1_000)) })}
      <Link href="/later">{general("show")}</Link>
    </p>
  );
}
