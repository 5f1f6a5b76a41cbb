/** A channel: what it is, what was said, what one says. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { Message } from "../../api/types";
import { join } from "../../state/session";
import { type Place, useWorld } from "../../state/world";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Composer } from "../composer/Composer";
import style from "./Conversation.module.css";
import { useEditing } from "./editing";
import { Timeline } from "./Timeline";
import { Typing } from "./Typing";

/** What a conversation is called: a channel's name, or the others' names. */
export function titleOf(place: Place, me: string, nameOf: (user: string) => string): string {
  if (place.channel.name) return `#${place.channel.name}`;
  const others = place.channel.people.filter((user) => user !== me);
  return others.length > 0 ? others.map(nameOf).join(", ") : `${nameOf(me)} (you)`;
}

export function useTitle(channel: string): string {
  return useWorld((world) => {
    const place = world.places.get(channel);
    return place ? titleOf(place, world.account?.id ?? "", (user) => world.people.get(user)?.name ?? "somebody") : "";
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
  const title = useTitle(channel);
  const { editing, edit, editLast } = useEditing(channel, null);
  const openThread = useCallback((root: Message) => go(`/c/${channel}/t/${root.id}`), [go, channel]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (title) document.title = `${title} · Workloop`;
  }, [title]);
  if (!place) {
    return (
      <section className={style.conversation} aria-label="Conversation">
        <EmptyState title="You're not in this channel">
          <p role={problem ? "alert" : undefined}>{problem || "It may be private, or you left it."}</p>
          <Button look="primary" onClick={() => join(channel).catch((error: Error) => setProblem(error.message))}>
            Join it
          </Button>
        </EmptyState>
      </section>
    );
  }
  return (
    <section className={style.conversation} aria-label={title}>
      <header className={style.header}>
        {before}
        <h1>{title}</h1>
        <p className={style.topic}>{place.channel.topic}</p>
        {after}
      </header>
      <Timeline key={`${channel} ${at}`} channel={channel} thread={null} at={at} editing={editing} onEdit={edit} onThread={openThread} />
      <Typing conversation={channel} />
      {place.channel.archived ? (
        <p className={style.closed}>This channel is archived: its history stays, nobody can write in it.</p>
      ) : (
        <Composer key={channel} channel={channel} thread={null} label={`Message ${title}`} onEditLast={editLast} />
      )}
    </section>
  );
}
