/**
 * A window of messages over native scrolling. The scroller is reversed, so `scrollTop` 0 is
 * the newest and growth above the reader needs no correction; growth below is corrected
 * before paint by the first visible row. Rows are addressed by id, never by index.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Message } from "../../api/types";
import { load, markRead } from "../../state/conversations";
import { conversationKey, useWorld, world } from "../../state/world";
import { Button } from "../../ui/Button";
import { MessageRow } from "./MessageRow";
import { PendingRow } from "./PendingRow";
import { dayText, rowsOf } from "./rows";
import style from "./Timeline.module.css";

/** Pages are asked for this long before the reader gets there. */
const AHEAD_PX = 1_400;
const PINNED_PX = 40;

interface Props {
  channel: string;
  thread: string | null;
  at: number | null;
  onThread?: (root: Message) => void;
}

export function Timeline({ channel, thread, at, onThread }: Props) {
  const key = conversationKey(channel, thread);
  const part = useWorld((it) => it.conversations.get(key));
  const outbox = useWorld((it) => it.outbox);
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<{ id: string; top: number } | null>(null);
  const [away, setAway] = useState(false);
  const [failed, setFailed] = useState(false);
  // Fixed for the visit: the line doesn't move while one reads.
  const newFrom = useMemo(() => firstUnread(channel, thread), [channel, thread]);
  const rows = useMemo(() => rowsOf(part?.messages ?? [], newFrom), [part, newFrom]);
  const pending = outbox.filter((it) => it.channel === channel && it.thread === thread);

  const open = useCallback(() => {
    setFailed(false);
    const far = !thread && newFrom !== null && (world.places.get(channel)?.lastSeq ?? 0) - newFrom > 20;
    const where = at ?? (far ? newFrom : null);
    load(channel, thread, where === null ? { latest: true } : { around: where }).then(
      () => {
        if (where !== null)
          requestAnimationFrame(() => document.querySelector(`[data-seq="${where}"]`)?.scrollIntoView({ block: "center" }));
      },
      () => setFailed(true),
    );
  }, [channel, thread, at, newFrom]);
  useEffect(open, [open]);

  const look = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const pinned = box.scrollTop > -PINNED_PX;
    anchor.current = pinned ? null : firstVisible(box);
    const now = world.conversations.get(key);
    setAway(!pinned || Boolean(now?.moreAfter));
    const above = box.scrollHeight - box.clientHeight + box.scrollTop;
    const [first, last] = [now?.messages[0], now?.messages.at(-1)];
    if (now?.moreBefore && first && above < AHEAD_PX) void load(channel, thread, { before: first.seq });
    if (now?.moreAfter && last && -box.scrollTop < AHEAD_PX) void load(channel, thread, { after: last.seq });
    const seen = lastSeen(box);
    if (seen && document.hasFocus() && !document.hidden) void markRead(channel, thread, seen);
  }, [channel, thread, key]);

  useLayoutEffect(() => {
    const box = scroller.current;
    const held = anchor.current;
    if (box && held) {
      const row = box.querySelector(`[data-id="${held.id}"]`);
      if (row) box.scrollTop += row.getBoundingClientRect().top - held.top;
    }
    look();
  }, [look]);

  useEffect(() => {
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [look]);

  const toPresent = () => {
    anchor.current = null;
    const done = part?.moreAfter ? load(channel, thread, { latest: true }) : Promise.resolve();
    void done.then(() => scroller.current?.scrollTo({ top: 0 }));
  };

  return (
    <div className={style.frame}>
      <div
        ref={scroller}
        className={style.scroller}
        onScroll={look}
        tabIndex={0}
        role="region"
        aria-label={thread ? "Replies" : "Messages"}
      >
        <div className={style.column} role="list">
          {failed && (
            <div className={style.notice} role="listitem">
              These messages couldn't be loaded. <Button onClick={open}>Try again</Button>
            </div>
          )}
          {!part && !failed && (
            <div className={style.notice} role="listitem">
              Loading messages…
            </div>
          )}
          {rows.map((row) => {
            if (row.is === "day")
              return (
                <div key={row.key} className={style.day} role="listitem">
                  {dayText(row.at)}
                </div>
              );
            if (row.is === "new")
              return (
                <div key={row.key} className={style.fresh} role="listitem">
                  New since you were away
                </div>
              );
            return <MessageRow key={row.key} message={row.message} leads={row.leads} onThread={thread ? undefined : onThread} />;
          })}
          {pending.map((it) => (
            <PendingRow key={it.nonce} pending={it} />
          ))}
        </div>
      </div>
      {away && (
        <div className={style.jump}>
          <Button onClick={toPresent}>Jump to latest</Button>
        </div>
      )}
    </div>
  );
}

function firstUnread(channel: string, thread: string | null): number | null {
  if (thread) return null;
  const place = world.places.get(channel);
  return place && place.lastSeq > place.reading.read_seq && place.reading.read_seq > 0 ? place.reading.read_seq + 1 : null;
}

function firstVisible(box: HTMLElement): { id: string; top: number } | null {
  const edge = box.getBoundingClientRect().top;
  for (const row of box.querySelectorAll<HTMLElement>("[data-id]")) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > edge) return { id: row.dataset.id ?? "", top };
  }
  return null;
}

/** The newest message whose end is in view. */
function lastSeen(box: HTMLElement): number | null {
  const edge = box.getBoundingClientRect().bottom;
  const rows = box.querySelectorAll<HTMLElement>("[data-seq]");
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row && row.getBoundingClientRect().bottom <= edge + 2) return Number(row.dataset.seq);
  }
  return null;
}
