/** What concerns one, the latest first: who called one, and what others thought of one's words. */
import { Bell } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useSearchParams } from "wouter";
import type { Happened } from "../../api/types";
import { prefer, preferences } from "../../state/preferences";
import { useWorld, type World, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { lists as t } from "../../texts/en/lists";
import { listed } from "../../texts/language";
import { Choices } from "../../ui/Choices";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { Load, More, usePages } from "../load";
import { whereOf } from "../places";
import { Quote } from "../quote/Quote";
import styles from "./Activity.module.css";

/** What comes at once is asked about once. */
const GATHER_MS = 300;

const KINDS = [null, "mentions", "reactions"] as const;

export function Activity({ before }: { before?: ReactNode }) {
  const workspace = useWorld((it) => it.workspace?.id);
  const [parameters, setParameters] = useSearchParams();
  const only = KINDS.find((it) => it === parameters.get("only")) ?? null;
  const pages = usePages<Happened>(workspace ? `/workspaces/${workspace}/activity?limit=50${only ? `&only=${only}` : ""}` : null);
  const told = useWorld((it) => it.activityTold);
  const asked = useRef(told);
  const { again } = pages;
  useEffect(() => {
    if (asked.current === told) return;
    const timer = setTimeout(() => {
      asked.current = told;
      again();
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [told, again]);
  const rows = pages.answer?.rows ?? [];
  // What was new when one came stays so while one looks.
  const since = useRef(seenAt(world));
  useSeen(rows);
  return (
    <Pane title={t("activity")} before={before}>
      <div className={styles.which}>
        <Choices
          label={t("whichActivity")}
          choices={KINDS.map((value) => ({ value, text: t(value ?? "allActivity") }))}
          chosen={only}
          onChoose={(kind) => setParameters(kind ? { only: kind } : {}, { replace: true })}
        />
      </div>
      <Load from={pages}>
        {() =>
          rows.length === 0 && !pages.answer?.next ? (
            <EmptyState icon={<Bell size={28} />} title={t("noActivity")}>
              {t("noActivityHint")}
            </EmptyState>
          ) : (
            <ul aria-label={t("activity")}>
              {rows.map((row) => (
                <Entry key={row.message.id} row={row} since={since.current} />
              ))}
            </ul>
          )
        }
      </Load>
      <More of={pages} />
    </Pane>
  );
}

function Entry({ row: { at, message }, since }: { row: Happened; since: number }) {
  const mine = useWorld((it) => it.account?.id === message.author);
  const where = useWorld((it) => general(message.thread ? "inThread" : "inPlace", { place: whereOf(it, message.channel) }));
  const whose = useWorld((it) => reactionsOf(it, message));
  const fresh = useWorld((it) => (mine ? at > since : isUnread(it, message)));
  return (
    <Quote
      message={message}
      about={
        <>
          {fresh && <em className={styles.fresh}>{t("fresh")}</em>} {mine && <span dir="auto">{whose} · </span>}
          {where}
        </>
      }
    />
  );
}

/** `🎉 Ada and Bela`: one after the other. */
function reactionsOf(it: World, { reactions, author }: Happened["message"]): string {
  const name = (user: string) => it.people.get(user)?.name ?? general("somebodyWithin");
  return reactions
    .map(({ emoji, users }) => ({ emoji, others: users.filter((user) => user !== author) }))
    .filter(({ others }) => others.length > 0)
    .map(({ emoji, others }) => `${emoji} ${listed(others.map(name))}`)
    .join(" · ");
}

function isUnread(it: World, { channel, thread, seq }: Happened["message"]): boolean {
  const reading = thread ? it.threads.get(thread) : it.places.get(channel)?.reading;
  return reading !== undefined && seq > reading.read_seq;
}

const seenAt = (it: World): number => Number(preferences(it).activity) || 0;

/** On all devices, up to the newest reaction that was shown. */
function useSeen(rows: readonly Happened[]): void {
  const me = useWorld((it) => it.account?.id);
  const newest = Math.max(0, ...rows.filter((row) => row.message.author === me).map((row) => row.at));
  useEffect(() => {
    // It's tried again with the next one.
    if (newest > seenAt(world)) prefer({ activity: newest }).catch(() => undefined);
  }, [newest]);
}
