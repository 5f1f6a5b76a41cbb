/** Where one can go: what waits, one's channels and direct messages, in an order that
 * never changes under the pointer. */
import {
  AlarmClock,
  ArrowDown,
  AtSign,
  Bookmark,
  Compass,
  FolderOpen,
  ListFilter,
  MessagesSquare,
  PencilLine,
  Plus,
  Search,
  SquarePen,
} from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { unread } from "../../state/live";
import { due, plans } from "../../state/planned";
import { saved } from "../../state/saves";
import { listOf, type Place, useWorld } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { number } from "../../texts/language";
import { IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Offer } from "../notifications/Offer";
import { channels, directs, starred } from "../places";
import { openSwitcher } from "../switcher/opening";
import { Tour } from "../tour/Tour";
import { useBelow } from "./below";
import { Head } from "./Head";
import { NewChannel } from "./NewChannel";
import { NewDirect } from "./NewDirect";
import { Row } from "./Row";
import styles from "./Sidebar.module.css";

const unsent = listOf((world) => [
  ...[...world.drafts.values()].filter((draft) => draft.text).map((draft) => `${draft.channel}/${draft.thread}`),
  ...world.outbox.map((pending) => pending.nonce),
]);

export function Sidebar({ open }: { open: string | null }) {
  const [location, go] = useLocation();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const [making, setMaking] = useState<"channel" | "direct" | null>(null);
  const guest = useWorld((world) => world.role === "guest");
  const kept = useWorld(unsent).length;
  const saves = useWorld(saved).length;
  const [later, forMe] = [useWorld(plans).length, useWorld(due).length];
  const lists = { starred: useWorld(starred), channels: useWorld(channels), directs: useWorld(directs) };
  const scroller = useRef<HTMLDivElement>(null);
  const below = useBelow(scroller, lists);
  const shown = (places: readonly Place[]) => (onlyUnread ? places.filter((it) => unread(it) > 0 || it.channel.id === open) : places);
  const add = [
    { label: t("createTitle"), icon: <Plus size={16} />, run: () => setMaking("channel") },
    { label: t("browse"), icon: <Compass size={16} />, run: () => go("/browse") },
  ];
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
      <div className={styles.scroll} ref={scroller} onScroll={below.look}>
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
          <Entry href="/mentions" icon={<AtSign size={16} />} at={location}>
            {t("mentions")}
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
        <Tour />
        <Offer />
        {lists.starred.length > 0 && <Section title={t("starred")} places={shown(lists.starred)} open={open} none={t("noneUnread")} />}
        <Section
          title={t("channels")}
          places={shown(lists.channels)}
          open={open}
          none={onlyUnread ? t("noneUnread") : t("noChannels")}
          action={!guest && <Menu label={t("addChannels")} tip className={styles.add} button={<Plus size={16} />} items={add} />}
        />
        <Section
          title={t("directs")}
          places={shown(lists.directs)}
          open={open}
          none={onlyUnread ? t("noneUnread") : t("noDirects")}
          action={
            <IconButton label={t("newDirect")} className={styles.add} icon={<SquarePen size={16} />} onClick={() => setMaking("direct")} />
          }
        />
      </div>
      {below.count > 0 && (
        <button type="button" className={styles.below} onClick={below.go}>
          {t("moreUnread", { count: below.count })} <ArrowDown size={14} />
        </button>
      )}
      {making === "channel" && <NewChannel onClose={() => setMaking(null)} />}
      {making === "direct" && <NewDirect onClose={() => setMaking(null)} />}
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

function Section(props: { title: string; places: readonly Place[]; open: string | null; none: string; action?: ReactNode }) {
  const { title, places, open, none, action } = props;
  return (
    <section aria-label={title}>
      <div className={styles.heading}>
        <h2>{title}</h2>
        {action}
      </div>
      {places.length === 0 && <p className={styles.none}>{none}</p>}
      <ul className={styles.list}>
        {places.map((place) => (
          <Row key={place.channel.id} place={place} open={open === place.channel.id} />
        ))}
      </ul>
    </section>
  );
}
