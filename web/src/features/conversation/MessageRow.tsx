/** One message: who, what, its files and reactions, its thread, and what one may do with it. */
import { Ellipsis } from "lucide-react";
import {
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  memo,
  type PointerEvent,
  Suspense,
  type TouchEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Message } from "../../api/types";
import { useLink } from "../../state/links";
import { useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Avatar } from "../../ui/Avatar";
import { IconButton } from "../../ui/Button";
import { cx } from "../../ui/classes";
import { Menu } from "../../ui/Menu";
import { Attachments } from "../files/Attachments";
import { ProfileLink } from "../people/ProfileLink";
import { StatusMark } from "../status/StatusMark";
import { type Action, actionsOf, mayPin } from "./actions";
import { Deleting } from "./Deleting";
import { Editor } from "./Editor";
import { Linked } from "./Linked";
import { Markdown } from "./Markdown";
import { Marks } from "./Marks";
import style from "./MessageRow.module.css";
import { Reactions } from "./Reactions";
import { ReactPicker } from "./ReactPicker";
import { Revisions } from "./Revisions";
import { openToTab } from "./roving";
import { fullText, timeText } from "./rows";
import { Sheet } from "./Sheet";
import { SystemRow } from "./SystemRow";
import { ThreadSummary } from "./ThreadSummary";

const Forward = lazy(() => import("../forward/Forward").then((it) => ({ default: it.Forward })));

const Poll = lazy(() => import("../polls/Poll"));
const Previews = lazy(() => import("../previews/Previews"));
const RemindMe = lazy(() => import("../later/RemindMe").then((it) => ({ default: it.RemindMe })));
const LONG_PRESS_MS = 450;
const SLIP_PX = 10;

interface Props {
  message: Message;
  leads: boolean;
  /** The one row that the Tab key stops at. */
  tabStop?: boolean;
  editing?: boolean;
  onEdit: (id: string | null) => void;
  onThread?: ((root: Message) => void) | undefined;
}

type Mode = "react" | "forward" | "remind" | "history" | "sheet" | null;

/**
 * Takes the tools off the row that the pointer was over before. React tells of no entering and
 * leaving when what the pointer was over has gone, as an item of a menu that closed.
 */
let cool: () => void = () => undefined;

export const MessageRow = memo(function MessageRow({ message, leads, tabStop = false, editing = false, onEdit, onThread }: Props) {
  const author = useWorld((world) => world.people.get(message.author));
  const me = useWorld((world) => world.account?.id);
  const role = useWorld((world) => world.role);
  const member = useWorld((world) => world.places.has(message.channel));
  const writes = useWorld((world) => world.places.get(message.channel)?.channel.archived === false);
  const saved = useWorld((world) => Boolean(world.saved.get(message.id)?.saved_at));
  const deleting = useWorld((world) => world.deleting.has(message.id));
  const pins = useWorld((world) => mayPin(world, message.channel));
  const picture = useLink(leads ? (author?.avatar ?? null) : null, 64);
  const [mode, setMode] = useState<Mode>(null);
  const [hot, setHot] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const heat = () => {
    if (hot) return;
    cool();
    cool = () => row.current?.contains(document.activeElement) || setHot(false);
    setHot(true);
  };
  const press = useLongPress(() => setMode("sheet"));
  useLayoutEffect(() => {
    if (row.current) openToTab(row.current, tabStop);
  });
  // Deleting takes away what had the focus, and so does the end of thinking again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only then
  useLayoutEffect(() => {
    if (hot && document.activeElement === document.body) row.current?.focus({ preventScroll: true });
  }, [deleting]);
  const name = author?.name ?? general("somebody");
  const mine = message.author === me;
  if (message.kind !== "text") return <SystemRow message={message} name={name} tabStop={tabStop} />;
  if (message.deleted_at || deleting) {
    return (
      <div ref={row} className={style.row} role="listitem" tabIndex={tabStop ? 0 : -1} data-id={message.id} data-seq={message.seq}>
        <div className={style.gutter} />
        <div className={cx(style.body, style.gone)}>
          {deleting ? <Deleting message={message} onKept={() => row.current?.focus({ preventScroll: true })} /> : t("deletedBy", { name })}
          {message.replies && onThread && <ThreadSummary message={message} onThread={onThread} />}
        </div>
      </div>
    );
  }
  const close = () => {
    setMode(null);
    onEdit(null);
    row.current?.focus({ preventScroll: true });
  };
  // Messages kept by the version before, or told by a server of it, have none.
  const count = message.previews?.length ?? 0;
  const manages = role === "admin" || role === "owner";
  const { poll } = message;
  const actions = actionsOf(message, {
    mine,
    member,
    admin: manages,
    pins,
    saved,
    react: () => setMode("react"),
    edit: () => onEdit(message.id),
    forward: () => setMode("forward"),
    remind: () => setMode("remind"),
    thread: onThread,
  });
  const keys = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions.find((it) => it.key === event.key || (it.key === "t" && event.key === "Enter"));
    if (!action) return;
    event.preventDefault();
    action.run();
  };
  return (
    <div
      ref={row}
      className={style.row}
      role="listitem"
      tabIndex={tabStop ? 0 : -1}
      data-id={message.id}
      data-seq={message.seq}
      data-leads={leads || undefined}
      data-open={mode !== null || editing || undefined}
      data-for-me={message.mentions.includes(me ?? "") || message.mentions_all || undefined}
      onKeyDown={keys}
      onPointerOver={(event) => event.pointerType === "mouse" && heat()}
      onPointerLeave={(event) => !event.currentTarget.querySelector(":popover-open") && setHot(false)}
      onFocus={() => setHot(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setHot(false)}
      {...press}
    >
      <div className={style.gutter}>
        {leads ? (
          <Avatar id={message.author} name={name} src={picture ?? undefined} />
        ) : (
          <time className={style.aside} aria-hidden>
            {timeText(message.ts)}
          </time>
        )}
      </div>
      <div className={style.body}>
        <Marks message={message} saved={saved} />
        {leads ? (
          <div className={style.head}>
            <ProfileLink user={message.author} className={style.author}>
              {name}
            </ProfileLink>{" "}
            <StatusMark user={message.author} />{" "}
            <time dateTime={new Date(message.ts / 1000).toISOString()} title={fullText(message.ts)}>
              {timeText(message.ts)}
            </time>
          </div>
        ) : (
          <span className="visually-hidden">{name}: </span>
        )}
        {editing ? (
          <Editor message={message} onDone={close} />
        ) : (
          message.text &&
          !poll && (
            <Markdown
              text={message.text}
              marks={message.author !== me}
              tail={
                message.edited_at && (
                  <button
                    type="button"
                    className={style.edited}
                    title={t("editedAt", { time: fullText(message.edited_at) })}
                    onClick={() => setMode(mode === "history" ? null : "history")}
                  >
                    {t("edited")}
                  </button>
                )
              }
            />
          )
        )}
        {poll && (
          <Suspense fallback={<div style={{ blockSize: `${poll.options.length * 3 + 5}rem` }} />}>
            <Poll message={message} votes={writes} ends={mine || manages} />
          </Suspense>
        )}
        {mode === "history" && <Revisions message={message} onDone={close} />}
        {!editing && <Linked text={message.text} />}
        {!editing && count > 0 && (
          <div className={style.previews}>
            <Suspense fallback={<div style={{ blockSize: `${count * 6.5 - 0.5}rem` }} />}>
              <Previews message={message} removable={member && (mine || manages)} open={tabStop} />
            </Suspense>
          </div>
        )}
        <Attachments files={message.files} />
        <Reactions message={message} me={me ?? ""} member={member} onMore={() => setMode("react")} />
        {message.replies && onThread && <ThreadSummary message={message} onThread={onThread} />}
        {mode === "react" && <ReactPicker message={message} beside={() => row.current?.querySelector("[data-hand]")} onDone={close} />}
        {mode === "remind" && (
          <Suspense>
            <RemindMe message={message} onClose={close} />
          </Suspense>
        )}
        {mode === "forward" && (
          <Suspense>
            <Forward message={message} onClose={() => setMode(null)} />
          </Suspense>
        )}
      </div>
      <span className={style.here} data-hand />
      {hot && !editing && mode === null && <Tools actions={actions.filter((it) => !it.handOnly)} />}
      {mode === "sheet" && <Sheet message={message} actions={actions} onClose={() => setMode(null)} />}
    </div>
  );
});

function Tools({ actions }: { actions: readonly Action[] }) {
  return (
    <div className={style.tools}>
      {actions
        .filter((it) => it.first)
        .map(({ label, icon: Icon, run }) => (
          <IconButton key={label} label={label} icon={<Icon size={16} />} onClick={run} />
        ))}
      <Menu
        label={t("moreActions")}
        tip
        className={style.more}
        button={<Ellipsis size={16} />}
        items={actions
          .filter((it) => !it.first)
          .map(({ label, icon: Icon, key, danger = false, run }) => ({ label, icon: <Icon size={16} />, keys: key, danger, run }))}
      />
    </div>
  );
}

/** A finger that stays: opens what the mouse finds by hovering. */
function useLongPress(open: () => void) {
  const state = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number; opened: boolean }>(undefined);
  const end = () => clearTimeout(state.current?.timer);
  return {
    onPointerDown: ({ target, pointerType, clientX, clientY }: PointerEvent) => {
      end();
      const onControl = target instanceof Element && target.closest("a, button, textarea, input, dialog, audio, video");
      if (pointerType === "mouse" || onControl) return;
      const press = { timer: setTimeout(opens, LONG_PRESS_MS), x: clientX, y: clientY, opened: false };
      function opens() {
        press.opened = true;
        open();
      }
      state.current = press;
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const from = state.current;
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > SLIP_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    // The finger goes up over what it opened: without this, the click would close it again.
    onTouchEnd: (event: TouchEvent) => {
      if (state.current?.opened && event.cancelable) event.preventDefault();
      state.current = undefined;
    },
    onContextMenu: (event: MouseEvent) => state.current && event.preventDefault(),
  };
}
