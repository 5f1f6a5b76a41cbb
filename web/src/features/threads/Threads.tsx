/** The threads one follows, the latest first; those with something new stand out. */
import { MessagesSquare } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "wouter";
import type { FollowedThread, Snapshot } from "../../api/types";
import { useWorld, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { lists as t } from "../../texts/en/lists";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { Ring } from "../../ui/Ring";
import { Load, useLoad } from "../load";
import { Face } from "../people/Face";
import { nameOf } from "../places";
import { plain } from "../plain";
import { when } from "../when";
import styles from "./Threads.module.css";

/** Replies that come at once are asked about once. */
const GATHER_MS = 300;

const lastOf = (thread: FollowedThread) => thread.root.replies?.last_at ?? thread.root.ts;

export function Threads({ before }: { before?: ReactNode }) {
  const snapshot = useLoad<Snapshot>("/snapshot");
  const told = useWorld((it) => it.threadsTold);
  const seen = useRef(told);
  const { again } = snapshot;
  useEffect(() => {
    if (seen.current === told) return;
    const timer = setTimeout(() => {
      seen.current = told;
      again();
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [told, again]);
  return (
    <Pane title={t("threads")} before={before}>
      <Load from={snapshot}>
        {({ threads }) =>
          threads.length === 0 ? (
            <EmptyState icon={<MessagesSquare size={28} />} title={t("noThreads")}>
              {t("noThreadsHint")}
            </EmptyState>
          ) : (
            <ul>
              {[...threads]
                .sort((a, b) => lastOf(b) - lastOf(a))
                .map((thread) => (
                  <Entry key={thread.root.id} thread={thread} />
                ))}
            </ul>
          )
        }
      </Load>
    </Pane>
  );
}

function Entry({ thread }: { thread: FollowedThread }) {
  const { root, reading } = thread;
  const place = useWorld((it) => it.places.get(root.channel));
  const author = useWorld((it) => it.people.get(root.author)?.name ?? general("somebodyWithin"));
  const read = useWorld((it) => {
    const told = it.threads.get(root.id);
    return told && told.rev > reading.rev ? told.read_seq : reading.read_seq;
  });
  const replies = root.replies?.replies ?? 0;
  const fresh = Math.max(0, (root.replies?.last_seq ?? 0) - read);
  return (
    <li>
      <Link href={`/c/${root.channel}/t/${root.id}`} className={styles.thread} data-unread={fresh > 0}>
        <Face user={root.author} size={32} />
        <span className={styles.words}>
          <span className={styles.about}>
            <span dir="auto">{author}</span>
            {place && <span> {t("inPlace", { place: place.channel.name ? `#${place.channel.name}` : nameOf(world, place) })}</span>}
          </span>
          <span className={styles.text} dir="auto">
            {root.deleted_at ? general("deleted") : plain(root.text) || root.files.map((file) => file.name).join(", ")}
          </span>
          <span className={styles.about}>
            <Ring state={fresh > 0 ? "open" : "closed"} size={11} label={fresh > 0 ? t("ringOpen") : t("ringRead")} />
            {general("replies", { count: replies })}
            {fresh > 0 && <strong>{general("new", { count: fresh })}</strong>}
            <time>{when(lastOf(thread))}</time>
          </span>
        </span>
      </Link>
    </li>
  );
}
