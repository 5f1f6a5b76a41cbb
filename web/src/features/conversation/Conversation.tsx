/** A channel: what it is, what was said, what one says. */
import { type ReactNode, useCallback } from "react";
import { useLocation } from "wouter";
import type { Message } from "../../api/types";
import { type Place, useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Composer } from "../composer/Composer";
import { plain } from "../plain";
import { StatusWords } from "../status/StatusMark";
import style from "./Conversation.module.css";
import { useEditing } from "./editing";
import { Preview } from "./Preview";
import { Timeline } from "./Timeline";
import { Typing } from "./Typing";

/** What a conversation is called: a channel's name, or the others' names. */
export function titleOf(place: Place, me: string, nameOf: (user: string) => string): string {
  if (place.channel.name) return `#${place.channel.name}`;
  const others = place.channel.people.filter((user) => user !== me);
  return others.length > 0 ? others.map(nameOf).join(", ") : general("you", { name: nameOf(me) });
}

/** Whom one writes to in a direct message: oneself, when there's nobody else. */
export const otherIn = (place: Place, me = ""): string => place.channel.people.find((user) => user !== me) ?? me;

export function useTitle(channel: string): string {
  return useWorld((world) => {
    const place = world.places.get(channel);
    return place ? titleOf(place, world.account?.id ?? "", (user) => world.people.get(user)?.name ?? general("somebodyWithin")) : "";
  });
}

export function Conversation({
  channel,
  at,
  before,
  after,
}: {
  channel: string;
  at: number | null;
  before?: ReactNode;
  after?: ReactNode;
}) {
  const [, go] = useLocation();
  const place = useWorld((world) => world.places.get(channel));
  const me = useWorld((world) => world.account?.id);
  const title = useTitle(channel);
  const { editing, edit, editLast } = useEditing(channel, null);
  const openThread = useCallback((root: Message) => go(`/c/${channel}/t/${root.id}`), [go, channel]);
  if (!place) return <Preview key={channel} channel={channel} at={at} before={before} />;
  return (
    <section className={style.conversation} aria-label={title}>
      <header className={style.header}>
        {before}
        <div className={style.names}>
          <h1 dir="auto">{title}</h1>
          <p className={style.topic} dir="auto">
            {place.channel.kind === "dm" ? <StatusWords user={otherIn(place, me)} /> : plain(place.channel.topic)}
          </p>
        </div>
        {after}
      </header>
      <Timeline key={`${channel} ${at}`} channel={channel} thread={null} at={at} editing={editing} onEdit={edit} onThread={openThread} />
      <Typing conversation={channel} />
      {place.channel.archived ? (
        <p className={style.closed}>{t("archived")}</p>
      ) : (
        <Composer key={channel} channel={channel} thread={null} label={t("messageTo", { place: title })} onEditLast={editLast} />
      )}
    </section>
  );
}
