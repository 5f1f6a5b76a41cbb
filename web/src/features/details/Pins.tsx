/** What a channel keeps at hand: its pinned messages, each a click from its place. */
import { PinOff } from "lucide-react";
import { useEffect, useState } from "react";
import { dropPins, keepPins, pin } from "../../state/pins";
import { useWorld } from "../../state/world";
import { details as t } from "../../texts/en/details";
import { general } from "../../texts/en/general";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { addressOf } from "../addresses";
import { useAttempt } from "../attempt";
import { mayPin } from "../conversation/actions";
import { Quote } from "../quote/Quote";
import styles from "./Details.module.css";

export function Pins({ channel }: { channel: string }) {
  const pins = useWorld((world) => world.pins.get(channel));
  const may = useWorld((world) => mayPin(world, channel));
  const people = useWorld((world) => world.people);
  const [problem, setProblem] = useState("");
  const [round, setRound] = useState(0);
  const attempt = useAttempt();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    setProblem("");
    keepPins(channel).catch((error: Error) => setProblem(error.message));
    return () => dropPins(channel);
  }, [channel, round]);
  return (
    <section className={styles.about} aria-label={t("pinnedMessages")}>
      <header>
        <h3>{t("pinned")}</h3>
      </header>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      {!pins && !problem && <Skeleton rows={2} label={t("loadingPins")} />}
      {!pins && problem && (
        <Banner tone="danger" action={<Button onClick={() => setRound(round + 1)}>{general("tryAgain")}</Button>}>
          {problem}
        </Banner>
      )}
      {pins?.length === 0 && <p className={styles.quiet}>{t("noPins")}</p>}
      <ul>
        {pins?.map((message) => (
          <Quote
            key={message.id}
            message={message}
            // A thread takes this pane's place; anything else is shown beside it.
            href={message.thread ? addressOf(message) : `/c/${channel}/about?at=${message.seq}`}
            about={
              message.pinned_by !== message.author &&
              t("pinnedBy", { name: people.get(message.pinned_by ?? "")?.name ?? general("somebodyWithin") })
            }
          >
            {may && (
              <IconButton label={t("unpin")} icon={<PinOff size={16} />} onClick={() => void attempt.run(() => pin(message, false))} />
            )}
          </Quote>
        ))}
      </ul>
    </section>
  );
}
