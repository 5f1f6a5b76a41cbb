/**
 * A window of messages over native scrolling: a bounded stretch of rows, the reader's line
 * kept in place, the line where new messages begin fixed for the visit.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Message } from "../../api/types";
import { enter, leave, load } from "../../state/conversations";
import { unread } from "../../state/live";
import { placeOf } from "../../state/parts";
import { markRead } from "../../state/reading";
import { conversationKey, useWorld, world } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { Announcer } from "./Announcer";
import { Anchor, lastSeen } from "./anchor";
import { Beginning } from "./Beginning";
import { MessageRow } from "./MessageRow";
import { PendingRow } from "./PendingRow";
import { moveFocus } from "./roving";
import { dayText, GROUP_US, rowsOf, timeText } from "./rows";
import style from "./Timeline.module.css";
import { around, atEnd, bounded, cut, grownDown, grownUp, shown, type View } from "./view";

/** Rows and pages are fetched this long before the reader gets there. */
const AHEAD_PX = 1_400;
const REST_MS = 150;
/** The first unread message opens so far below the top. */
const BELOW_TOP_PX = 80;
/** Seeing begins so long after the window got the focus. */
const SETTLE_MS = 1_000;

interface Props {
  channel: string;
  thread: string | null;
  /** The message that a link led to. */
  at: number | null;
  editing: string | null;
  onEdit: (id: string | null) => void;
  onThread?: ((root: Message) => void) | undefined;
}

export function Timeline({ channel, thread, at, editing, onEdit, onThread }: Props) {
  const key = conversationKey(channel, thread);
  const part = useWorld((it) => it.conversations.get(key));
  const outbox = useWorld((it) => it.outbox);
  const place = useWorld((it) => it.places.get(channel));
  const me = useWorld((it) => it.account?.id ?? "");
  const visit = useMemo(() => beginVisit(channel, thread, at), [channel, thread, at]);
  const [view, setView] = useState<View | null>(null);
  const [failed, setFailed] = useState(false);
  const [away, setAway] = useState<{ since: number } | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const goal = useRef(visit.goal);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);

  const messages = part?.messages;
  const now = useMemo(
    () => (messages ? (view ?? (visit.goal ? around(messages, visit.goal) : atEnd(messages))) : null),
    [messages, view, visit],
  );
  const rows = useMemo(() => (messages && now ? rowsOf(shown(now, messages), visit.newFrom, me) : []), [messages, now, visit, me]);
  const pending = outbox.filter((it) => it.channel === channel && it.thread === thread);
  const follows = now?.to === null && !part?.moreAfter;

  const open = useCallback(() => {
    setFailed(false);
    const known = world.conversations.get(key);
    const has = known?.messages.some((it) => it.seq === visit.goal);
    if (known && (visit.goal === null ? !known.moreAfter : has)) return;
    load(channel, thread, visit.goal === null ? { latest: true } : { around: visit.goal })
      // A link may lead to a message that isn't there.
      .then(() => requestAnimationFrame(() => (goal.current = null)))
      .catch(() => setFailed(true));
  }, [channel, thread, key, visit]);
  useEffect(open, [open]);
  useEffect(() => {
    const where = () => anchor.current?.place ?? null;
    enter(key, where);
    return () => leave(key, where);
  }, [key]);

  /** Marks what was seen, and fetches what the reader is about to reach. */
  const look = useCallback(() => {
    const box = scroller.current;
    const known = world.conversations.get(key);
    if (!box || !known || !anchor.current || goal.current !== null) return;
    const toTop = box.scrollHeight - box.clientHeight + box.scrollTop;
    const [first, last] = [known.messages[0], known.messages.at(-1)];
    const current = now ?? atEnd(known.messages);
    if (toTop < AHEAD_PX && first) {
      if (current.from > first.seq) setView(grownUp(current, known.messages));
      else if (known.moreBefore) void load(channel, thread, { before: first.seq }).catch(() => undefined);
    }
    if (-box.scrollTop < AHEAD_PX && last) {
      if (current.to !== null) setView(grownDown(current, known.messages));
      else if (known.moreAfter) {
        setView(bounded(current, known.messages));
        void load(channel, thread, { after: last.seq }).catch(() => undefined);
      }
    }
    const present = anchor.current.pinned && current.to === null && !known.moreAfter;
    setAway((before) => (present ? null : (before ?? { since: newest(channel, thread) })));
    const seen = lastSeen(box);
    if (seen !== null && !visit.held() && isAttentive()) markRead(channel, thread, seen);
  }, [channel, thread, key, now, visit]);

  // Before paint: the reader's line goes back to where it was, whatever came or went.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are what moved
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    anchor.current ??= new Anchor(box);
    const wanted = goal.current;
    const row = wanted === null ? null : box.querySelector<HTMLElement>(`[data-seq="${wanted}"]`);
    if (row) {
      goal.current = null;
      anchor.current.bring(row, visit.centred ? box.clientHeight / 3 : BELOW_TOP_PX);
      if (visit.centred) row.dataset.flash = "";
    } else if (wanted === null) anchor.current.restore();
    anchor.current.following = follows;
    if (wanted === null || row) anchor.current.capture();
    // Not while the goal's page is under way: what is known by then may end before the goal.
    if (view === null && now && goal.current === null) setView(now);
    look();
  }, [rows, pending.length, look, follows]);

  // Late sizes: a picture, a composer that grew.
  useEffect(() => {
    const sizes = new ResizeObserver(() => anchor.current?.restore());
    if (column.current) sizes.observe(column.current);
    if (scroller.current) sizes.observe(scroller.current);
    return () => sizes.disconnect();
  }, []);

  useEffect(() => {
    const later = () => setTimeout(look, SETTLE_MS + 50);
    addEventListener("focus", later);
    document.addEventListener("visibilitychange", later);
    return () => {
      removeEventListener("focus", later);
      document.removeEventListener("visibilitychange", later);
    };
  }, [look]);

  const resting = useCallback(() => {
    const [box, known] = [scroller.current, world.conversations.get(key)];
    if (!box || !known || !now) return;
    const nearEnd = -box.scrollTop < box.scrollHeight / 2;
    const next = cut(now, known.messages, nearEnd ? "top" : "bottom");
    if (next === now || holdsReader(box, nearEnd)) return;
    anchor.current?.restoreThenCapture();
    flushSync(() => setView(next));
  }, [key, now]);
  useEffect(() => {
    rest.current = setTimeout(resting, REST_MS * 4);
    return () => clearTimeout(rest.current);
  }, [resting]);

  const onScroll = () => {
    anchor.current?.restoreThenCapture();
    // At once: were rows cut after further scrolling, that scrolling couldn't be told from the cut.
    flushSync(look);
    clearTimeout(rest.current);
    rest.current = setTimeout(resting, REST_MS);
  };

  const toPresent = () => {
    const done = world.conversations.get(key)?.moreAfter ? load(channel, thread, { latest: true }) : Promise.resolve();
    goal.current = null;
    void done.then(() => {
      const known = world.conversations.get(key);
      // At once: a scroll event before the rows are there would hold the reader's old line again.
      if (known) flushSync(() => setView(atEnd(known.messages)));
      anchor.current?.toEnd();
    });
  };

  const toNew = () => {
    const known = world.conversations.get(key);
    if (visit.newFrom === null || !known) return;
    goal.current = visit.newFrom;
    if (known.messages.some((it) => it.seq === visit.newFrom)) setView(around(known.messages, visit.newFrom));
    else
      void load(channel, thread, { around: visit.newFrom }).then(() => {
        const loaded = world.conversations.get(key);
        if (loaded && visit.newFrom !== null) setView(around(loaded.messages, visit.newFrom));
      });
  };

  // What one sends is shown, wherever one was reading.
  const sent = useRef(pending.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new one brings the reader to the end
  useEffect(() => {
    if (pending.length > sent.current) toPresent();
    sent.current = pending.length;
  }, [pending.length]);

  const arrived = away ? newest(channel, thread) - away.since : 0;
  const left = place && !thread ? unread(place) : 0;
  const since = visit.newFrom === null ? undefined : messages?.[placeOf(messages, visit.newFrom)]?.ts;
  const firstShown = rows.find((it) => it.is === "message");
  const newAbove = visit.newFrom !== null && firstShown?.is === "message" && firstShown.message.seq > visit.newFrom;
  const last = rows.findLast((it) => it.is === "message")?.key ?? null;
  const tabStop = rows.some((it) => it.key === active) ? active : last;

  return (
    <div className={style.frame}>
      <div ref={scroller} className={style.scroller} onScroll={onScroll} role="region" aria-label={thread ? t("replies") : t("messages")}>
        <div
          ref={column}
          className={style.column}
          data-top={thread ? "" : undefined}
          role="list"
          onKeyDown={(event) => {
            const to = moveFocus(event);
            if (to === "end") toPresent();
          }}
          onFocus={(event) => {
            const row = event.target.closest<HTMLElement>("[data-id]");
            if (row?.dataset.id) setActive(row.dataset.id);
          }}
        >
          {failed && (
            <div className={style.notice} role="listitem">
              {t("notLoaded")} <Button onClick={open}>{general("tryAgain")}</Button>
            </div>
          )}
          {!part && !failed && (
            <div className={style.notice} role="listitem">
              <Skeleton rows={6} label={t("loading")} />
            </div>
          )}
          {part && !part.moreBefore && !thread && now && now.from <= (messages?.[0]?.seq ?? 1) && <Beginning channel={channel} />}
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
                  {t("newLine")}
                </div>
              );
            return (
              <MessageRow
                key={row.key}
                message={row.message}
                leads={row.leads}
                tabStop={row.key === tabStop}
                editing={row.key === editing}
                onEdit={onEdit}
                onThread={thread ? undefined : onThread}
              />
            );
          })}
          {follows &&
            pending.map((it, index) => <PendingRow key={it.nonce} pending={it} leads={index === 0 && !continues(messages?.at(-1), me)} />)}
        </div>
      </div>
      {left > 0 && visit.newFrom !== null && (newAbove || away) && (
        <div className={style.unread}>
          <span>{since ? t("newSince", { count: left, time: timeText(since) }) : general("new", { count: left })}</span>
          {newAbove && <Button onClick={toNew}>{t("jumpToNew")}</Button>}
          <Button
            onClick={() => {
              markRead(channel, thread, newest(channel, thread));
              toPresent();
            }}
          >
            {t("markRead")}
          </Button>
        </div>
      )}
      {away && (
        <div className={style.jump}>
          <Button onClick={toPresent}>{arrived > 0 ? t("jumpToLatestNew", { count: arrived }) : t("jumpToLatest")}</Button>
        </div>
      )}
      <Announcer conversation={key} />
    </div>
  );
}

/** What holds for one visit: where new messages begin, and where to open. */
function beginVisit(channel: string, thread: string | null, at: number | null) {
  const place = world.places.get(channel);
  const reading = thread ? world.threads.get(thread) : place?.reading;
  const read = reading?.read_seq ?? 0;
  const last = newest(channel, thread);
  const newFrom = !thread && read > 0 && last > read ? read + 1 : null;
  const generation = reading?.generation;
  return {
    newFrom,
    goal: at ?? newFrom,
    centred: at !== null,
    /** Marked unread during this visit: reading doesn't undo it before one comes back. */
    held: () => {
      const current = (thread ? world.threads.get(thread) : world.places.get(channel)?.reading)?.generation;
      return generation !== undefined && current !== undefined && current !== generation;
    },
  };
}

function newest(channel: string, thread: string | null): number {
  if (!thread) return world.places.get(channel)?.lastSeq ?? 0;
  return world.conversations.get(conversationKey(channel, thread))?.messages.at(-1)?.seq ?? 0;
}

/** What one writes now goes on from this message. */
function continues(last: Message | undefined, me: string): boolean {
  return last?.author === me && last.kind === "text" && !last.deleted_at && Date.now() * 1_000 - last.ts < GROUP_US;
}

let focusedAt = 0;
if (typeof addEventListener === "function") {
  addEventListener("focus", () => {
    focusedAt = Date.now();
  });
}

/** The person looks at this window, and not only since this moment. */
function isAttentive(): boolean {
  return !document.hidden && document.hasFocus() && Date.now() - focusedAt >= SETTLE_MS;
}

/** Focus or a selection is on the side about to be cut. */
function holdsReader(box: HTMLElement, top: boolean): boolean {
  const selection = getSelection();
  const nodes = [document.activeElement, selection?.isCollapsed === false ? selection.anchorNode : null];
  const middle = box.getBoundingClientRect().top + box.clientHeight / 2;
  return nodes.some((node) => {
    const row = node instanceof Node && box.contains(node) ? (node instanceof Element ? node : node.parentElement) : null;
    const at = row?.closest("[data-id]")?.getBoundingClientRect().top;
    return at !== undefined && (top ? at < middle : at > middle);
  });
}
