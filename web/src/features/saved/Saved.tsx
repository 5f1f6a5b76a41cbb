/** What one keeps to come back to, from all channels, the latest first. */
import { Bookmark, BookmarkX } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { Kept } from "../../api/types";
import { saved, unsave } from "../../state/saves";
import { useWorld, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { lists as t } from "../../texts/en/lists";
import { Banner } from "../../ui/Banner";
import { IconButton } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { useAttempt } from "../attempt";
import { Load, More, usePages } from "../load";
import { whereOf } from "../places";
import { Quote } from "../quote/Quote";
import styles from "./Saved.module.css";

/** Changes that come at once are asked about once. */
const GATHER_MS = 300;

export function Saved({ before }: { before?: ReactNode }) {
  const pages = usePages<Kept>("/saved?limit=50");
  const kept = useWorld(saved);
  // What was said of them, and which channels one is in, makes the list another one too.
  const told = useWorld((it) => `${it.savedTold} ${it.places.size}`);
  const seen = useRef({ kept, told });
  const attempt = useAttempt();
  const { again } = pages;
  useEffect(() => {
    if (seen.current.kept === kept && seen.current.told === told) return;
    const timer = setTimeout(() => {
      seen.current = { kept, told };
      again();
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [kept, told, again]);
  return (
    <Pane title={t("saved")} before={before}>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Load from={pages}>
        {({ rows }) => {
          // Taken off here or elsewhere a moment ago.
          const left = rows.filter((row) => world.saved.get(row.saved.message)?.saved_at !== null);
          return left.length === 0 ? (
            <EmptyState icon={<Bookmark size={28} />} title={t("noSaved")}>
              {t("noSavedHint")}
            </EmptyState>
          ) : (
            <ul>
              {left.map((row) => (
                <Entry key={row.saved.message} row={row} onTakeOff={() => void attempt.run(() => unsave(row.saved.message))} />
              ))}
            </ul>
          );
        }}
      </Load>
      <More of={pages} />
    </Pane>
  );
}

function Entry({ row: { saved, message }, onTakeOff }: { row: Kept; onTakeOff: () => void }) {
  const where = useWorld((it) => whereOf(it, saved.channel));
  const button = <IconButton label={t("takeOff")} icon={<BookmarkX size={16} />} onClick={onTakeOff} />;
  if (!message) {
    return (
      <li className={styles.gone}>
        <p>{t("goneForYou")}</p>
        {button}
      </li>
    );
  }
  return (
    <Quote message={message} about={general(message.thread ? "inThread" : "inPlace", { place: where })}>
      {button}
    </Quote>
  );
}
