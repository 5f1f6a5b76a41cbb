/** Where one can go: what waits, one's channels and direct messages, in an order that
 * never changes under the pointer. */
import {
  AlarmClock,
  ArrowDown,
  Bell,
  Bookmark,
  Compass,
  FolderOpen,
  FolderPlus,
  ListFilter,
  MessagesSquare,
  PencilLine,
  Plus,
  Search,
  SquarePen,
} from "lucide-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { due, plans } from "../../state/planned";
import { arrangement, preferences } from "../../state/preferences";
import { saved } from "../../state/saves";
import { listOf, useWorld, world } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { number } from "../../texts/language";
import { IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Offer } from "../notifications/Offer";
import { CHANNELS, DIRECTS, inOrder, sections } from "../places";
import { openSwitcher } from "../switcher/opening";
import { Tour } from "../tour/Tour";
import { useBelow } from "./below";
import { Head } from "./Head";
import { Section, type Still } from "./Section";
import styles from "./Sidebar.module.css";

const unsent = listOf((world) => [
  ...[...world.drafts.values()].filter((draft) => draft.text).map((draft) => `${draft.channel}/${draft.thread}`),
  ...world.outbox.map((pending) => pending.nonce),
]);

const placed = listOf(inOrder);

const NewChannel = lazy(() => import("./NewChannel").then((it) => ({ default: it.NewChannel })));
const NewDirect = lazy(() => import("./NewDirect").then((it) => ({ default: it.NewDirect })));
const EditSection = lazy(() => import("./EditSection").then((it) => ({ default: it.EditSection })));

export function Sidebar({ open }: { open: string | null }) {
  const [location, go] = useLocation();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const [making, setMaking] = useState<"channel" | "direct" | null>(null);
  /** A section's id; empty for a new one. */
  const [editing, setEditing] = useState<string | null>(null);
  const guest = useWorld((world) => world.role === "guest");
  const touring = useWorld((world) => world.role === "owner" && preferences(world).tour !== "done");
  const kept = useWorld(unsent).length;
  const saves = useWorld(saved).length;
  const [later, forMe] = [useWorld(plans).length, useWorld(due).length];
  const all = useWorld(sections);
  const own = useWorld((world) => arrangement(world).sections);
  const scroller = useRef<HTMLDivElement>(null);
  const below = useBelow(scroller, useWorld(placed));
  // Nothing moves away from under the pointer.
  const [still, setStill] = useState<Still>(null);
  const add = [
    ...(guest
      ? []
      : [
          { label: t("createTitle"), icon: <Plus size={16} />, run: () => setMaking("channel") },
          { label: t("browse"), icon: <Compass size={16} />, run: () => go("/browse") },
        ]),
    { label: t("createSection"), icon: <FolderPlus size={16} />, run: () => setEditing("") },
  ];
  const actions: Record<string, ReactNode> = {
    [CHANNELS]: <Menu label={t("addChannels")} tip button={<Plus size={16} />} items={add} />,
    [DIRECTS]: <IconButton label={t("newDirect")} icon={<SquarePen size={16} />} onClick={() => setMaking("direct")} />,
  };
  return (
    <nav className={styles.sidebar} aria-label={t("conversations")}>
      <Head
        tools={
          <IconButton
            label={t("unreadOnly")}
            className={styles.filter}
            pressed={onlyUnread}
            icon={<ListFilter size={16} />}
            onClick={() => setOnlyUnread(!onlyUnread)}
          />
        }
      />
      <div
        className={styles.scroll}
        ref={scroller}
        onScroll={below.look}
        onPointerEnter={(event) => event.pointerType === "mouse" && setStill(inOrder(world).map((it) => it.channel.id))}
        onPointerLeave={() => setStill(null)}
      >
        <ul className={styles.list}>
          <li>
            <button type="button" className={styles.row} onClick={openSwitcher}>
              <Search size={16} />
              <span className={styles.name}>{t("jump")}</span>
              <kbd>Ctrl K</kbd>
            </button>
          </li>
          <Entry href="/threads" icon={<MessagesSquare size={16} />} at={location}>
            {t("threads")}
          </Entry>
          <Entry href="/activity" icon={<Bell size={16} />} at={location}>
            {t("activity")}
          </Entry>
          <Entry href="/files" icon={<FolderOpen size={16} />} at={location}>
            {t("files")}
          </Entry>
          {kept > 0 && (
            <Entry href="/drafts" icon={<PencilLine size={16} />} at={location} count={kept}>
              {t("drafts")}
            </Entry>
          )}
          {saves > 0 && (
            <Entry href="/saved" icon={<Bookmark size={16} />} at={location} count={saves}>
              {t("saved")}
            </Entry>
          )}
          {later > 0 && (
            <Entry href="/later" icon={<AlarmClock size={16} />} at={location} count={forMe || later} forMe={forMe > 0}>
              {t("later")}
            </Entry>
          )}
        </ul>
        {touring && <Tour />}
        <Offer />
        {all.map((id) => (
          <Section key={id} id={id} own={own} open={open} onlyUnread={onlyUnread} still={still} action={actions[id]} onEdit={setEditing} />
        ))}
      </div>
      {below.count > 0 && (
        <button type="button" className={styles.below} onClick={below.go}>
          {t("moreUnread", { count: below.count })} <ArrowDown size={14} />
        </button>
      )}
      <Suspense>
        {making === "channel" && <NewChannel onClose={() => setMaking(null)} />}
        {making === "direct" && <NewDirect onClose={() => setMaking(null)} />}
        {editing !== null && <EditSection section={own.find((it) => it.id === editing)} onClose={() => setEditing(null)} />}
      </Suspense>
    </nav>
  );
}

function Entry(props: { href: string; icon: ReactNode; at: string; count?: number; forMe?: boolean; children: ReactNode }) {
  return (
    <li>
      <Link href={props.href} className={styles.row} aria-current={props.at === props.href ? "page" : undefined}>
        {props.icon}
        <span className={styles.name}>{props.children}</span>
        {props.count !== undefined && (
          <span className={props.forMe ? styles.count : styles.quiet}>
            {number(props.count)}
            {props.forMe && <span className="visually-hidden"> {t("forYou")}</span>}
          </span>
        )}
      </Link>
    </li>
  );
}
