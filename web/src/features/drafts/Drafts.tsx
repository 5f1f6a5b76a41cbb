/** What isn't sent: messages that wait or failed, and drafts, each a click from its place. */
import { PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { discard, retry } from "../../state/outbox";
import { listOf, useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { lists as t } from "../../texts/en/lists";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Row, Section } from "../../ui/Page";
import { Pane } from "../../ui/Pane";
import { Ring } from "../../ui/Ring";
import { whereIs as where } from "../places";
import styles from "./Drafts.module.css";

const drafts = listOf((it) => [...it.drafts.values()].filter((draft) => draft.text).sort((a, b) => b.updated_at - a.updated_at));

const addressOf = (channel: string, thread: string | null) => `/c/${channel}${thread ? `/t/${thread}` : ""}`;

export function Drafts({ before }: { before?: ReactNode }) {
  const kept = useWorld(drafts);
  const outbox = useWorld((it) => it.outbox);
  return (
    <Pane title={t("draftsTitle")} before={before}>
      {kept.length + outbox.length === 0 && (
        <EmptyState icon={<PencilLine size={28} />} title={t("noDrafts")}>
          {t("noDraftsHint")}
        </EmptyState>
      )}
      <div className={styles.lists}>
        {outbox.length > 0 && (
          <Section title={t("waitingToSend")}>
            <ul>
              {outbox.map(({ nonce, channel, thread, text, failed }) => (
                <Row
                  key={nonce}
                  lead={<Ring state={failed === null ? "turning" : "open"} label={failed === null ? t("waiting") : t("notSent")} />}
                  title={
                    <Link href={addressOf(channel, thread)} dir="auto">
                      {where(channel, thread)}
                    </Link>
                  }
                  note={failed === null ? <span dir="auto">{text}</span> : t("notSentWhy", { text, why: failed })}
                >
                  {failed !== null && (
                    <>
                      <Button onClick={() => void retry(nonce)}>{general("retry")}</Button>
                      <Button look="danger" onClick={() => void discard(nonce)}>
                        {general("delete")}
                      </Button>
                    </>
                  )}
                </Row>
              ))}
            </ul>
          </Section>
        )}
        {kept.length > 0 && (
          <Section title={t("drafts")}>
            <ul>
              {kept.map(({ channel, thread, text }) => (
                <Row
                  key={addressOf(channel, thread)}
                  title={
                    <Link href={addressOf(channel, thread)} dir="auto">
                      {where(channel, thread)}
                    </Link>
                  }
                  note={<span dir="auto">{text.slice(0, 200)}</span>}
                />
              ))}
            </ul>
          </Section>
        )}
      </div>
    </Pane>
  );
}
