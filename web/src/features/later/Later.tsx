/** What is to be done later: reminders that wait for me, messages that go out by themselves,
 * those that couldn't, and reminders to come. */
import { AlarmClock } from "lucide-react";
import type { ReactNode } from "react";
import type { Planned } from "../../api/types";
import { plans } from "../../state/planned";
import { useWorld } from "../../state/world";
import { EmptyState } from "../../ui/EmptyState";
import { Section } from "../../ui/Page";
import { Pane } from "../../ui/Pane";
import { Entry } from "./Entry";
import styles from "./Later.module.css";

const LISTS: readonly { title: string; has: (it: Planned) => boolean }[] = [
  { title: "Reminders for you", has: (it) => it.state === "due" },
  { title: "Not sent", has: (it) => it.action === "send" && it.obstacle !== null },
  { title: "Scheduled messages", has: (it) => it.action === "send" && it.obstacle === null },
  { title: "Reminders to come", has: (it) => it.action === "remind" && it.state === "waiting" },
];

export function Later({ before }: { before?: ReactNode }) {
  const all = useWorld(plans);
  return (
    <Pane title="Later" before={before}>
      {all.length === 0 && (
        <EmptyState icon={<AlarmClock size={28} />} title="Nothing planned">
          Send a message later with the arrow beside Send, or have yourself reminded of one: it waits here, on all your devices.
        </EmptyState>
      )}
      <div className={styles.lists}>
        {LISTS.map(({ title, has }) => {
          const rows = all.filter(has);
          return (
            rows.length > 0 && (
              <Section key={title} title={title}>
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
