/** What is to be done later: reminders that wait for me, messages that go out by themselves,
 * those that couldn't, and reminders to come. */
import { AlarmClock } from "lucide-react";
import type { ReactNode } from "react";
import type { Planned } from "../../api/types";
import { plans } from "../../state/planned";
import { useWorld } from "../../state/world";
import { later as t } from "../../texts/en/later";
import { EmptyState } from "../../ui/EmptyState";
import { Section } from "../../ui/Page";
import { Pane } from "../../ui/Pane";
import { Entry } from "./Entry";
import styles from "./Later.module.css";

const LISTS: readonly { name: "due" | "notSent" | "scheduled" | "toCome"; has: (it: Planned) => boolean }[] = [
  { name: "due", has: (it) => it.state === "due" },
  { name: "notSent", has: (it) => it.action === "send" && it.obstacle !== null },
  { name: "scheduled", has: (it) => it.action === "send" && it.obstacle === null },
  { name: "toCome", has: (it) => it.action === "remind" && it.state === "waiting" },
];

export function Later({ before }: { before?: ReactNode }) {
  const all = useWorld(plans);
  return (
    <Pane title={t("title")} before={before}>
      {all.length === 0 && (
        <EmptyState icon={<AlarmClock size={28} />} title={t("none")}>
          {t("noneHint")}
        </EmptyState>
      )}
      <div className={styles.lists}>
        {LISTS.map(({ name, has }) => {
          const rows = all.filter(has);
          return (
            rows.length > 0 && (
              <Section key={name} title={t(name)}>
                <ul>
                  {rows.map((planned) => (
                    <Entry key={planned.id} planned={planned} />
                  ))}
                </ul>
              </Section>
            )
          );
        })}
      </div>
    </Pane>
  );
}
