/** A public channel one isn't in: what is said there, to read before joining. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { ChannelView, Message } from "../../api/types";
import { load } from "../../state/conversations";
import { join } from "../../state/session";
import { world } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { useAttempt } from "../attempt";
import { useLoad } from "../load";
import { plain } from "../plain";
import style from "./Conversation.module.css";
import { Timeline } from "./Timeline";

interface Props {
  channel: string;
  at: number | null;
  before?: ReactNode;
}

const nothing = () => undefined;

export function Preview({ channel, at, before }: Props) {
  const view = useLoad<ChannelView>(`/channels/${channel}`);
  const [, go] = useLocation();
  const attempt = useAttempt();
  const openThread = useCallback((root: Message) => go(`/c/${channel}/t/${root.id}`), [go, channel]);
  const [round, setRound] = useState(0);
  // No feed tells what happens in a channel that one isn't in.
  useEffect(() => {
    const again = () => void load(channel, null, { latest: true }).then(() => setRound((it) => it + 1), nothing);
    addEventListener("focus", again);
    return () => {
      removeEventListener("focus", again);
      if (!world.places.has(channel)) world.conversations.delete(channel);
    };
  }, [channel]);
  const enter = () =>
    void attempt.run(async () => {
      // From here on its feed is told: what was read before it has a gap to that.
      world.conversations.delete(channel);
      await join(channel);
    });
  if (!view.answer) {
    return (
      <section className={style.conversation} aria-label={t("conversation")}>
        <header className={style.header}>{before}</header>
        {view.refused && (
          <EmptyState
            title={t("notInside")}
            action={
              view.refused.status === 404 ? (
                <Button onClick={() => go("/browse")}>{t("browse")}</Button>
              ) : (
                <Button onClick={view.again}>{general("tryAgain")}</Button>
              )
            }
          >
            {view.refused.status === 404 ? t("notInsideHint") : view.refused.detail}
          </EmptyState>
        )}
      </section>
    );
  }
  const { name, topic, description, archived } = view.answer.channel;
  return (
    <section className={style.conversation} aria-label={`#${name}`}>
      <header className={style.header}>
        {before}
        <div className={style.names}>
          <h1 dir="auto">#{name}</h1>
          <p className={style.topic} dir="auto">
            {plain(topic) || description}
          </p>
        </div>
      </header>
      <Timeline
        key={`${channel} ${at} ${round}`}
        channel={channel}
        thread={null}
        at={at}
        editing={null}
        onEdit={nothing}
        onThread={openThread}
      />
      <div className={style.join}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <p>{t.rich("looking", { channel: name, count: view.answer.members, b: (text) => <strong>{text}</strong> })}</p>
        {archived ? (
          <p>{t("lookingArchived")}</p>
        ) : (
          <Button look="primary" busy={attempt.busy} onClick={enter}>
            {t("join")}
          </Button>
        )}
      </div>
    </section>
  );
}
