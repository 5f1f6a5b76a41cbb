/** What isn't sent: messages that wait or failed, and drafts, each a click from its place. */
import { PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { discard, retry } from "../../state/outbox";
import { listOf, useWorld } from "../../state/world";
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
    <Pane title="Drafts and unsent" before={before}>
      {kept.length + outbox.length === 0 && (
        <EmptyState icon={<PencilLine size={28} />} title="Nothing left unsaid">
          What you begin to write is kept here until you send it.
        </EmptyState>
      )}
      <div className={styles.lists}>
        {outbox.length > 0 && (
          <Section title="Waiting to send">
            <ul>
              {outbox.map(({ nonce, channel, thread, text, failed }) => (
                <Row
                  key={nonce}
                  lead={<Ring state={failed === null ? "turning" : "open"} label={failed === null ? "waiting" : "not sent"} />}
                  title={<Link href={addressOf(channel, thread)}>{where(channel, thread)}</Link>}
                  note={failed === null ? text : `${text} — not sent: ${failed}`}
                >
                  {failed !== null && (
                    <>
                      <Button onClick={() => void retry(nonce)}>Retry</Button>
                      <Button look="danger" onClick={() => void discard(nonce)}>
                        Delete
                      </Button>
                    </>
                  )}
                </Row>
              ))}
            </ul>
          </Section>
        )}
        {kept.length > 0 && (
          <Section title="Drafts">
            <ul>
              {kept.map(({ channel, thread, text }) => (
                <Row
                  key={addressOf(channel, thread)}
                  title={<Link href={addressOf(channel, thread)}>{where(channel, thread)}</Link>}
                  note={text.slice(0, 200)}
                />
              ))}
            </ul>
          </Section>
        )}
      </div>
    </Pane>
  );
}
