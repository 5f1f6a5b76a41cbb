/** One conversation of the sidebar: bold with a dot when unread, an amber count when
 * something waits for me, dim when muted. */
import { BellOff, Hash, Lock, PencilLine, Users } from "lucide-react";
import { Link } from "wouter";
import { unread } from "../../state/live";
import { conversationKey, type Place, useWorld } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { number } from "../../texts/language";
import { otherIn } from "../conversation/Conversation";
import { Face } from "../people/Face";
import { nameOf, waiting } from "../places";
import { StatusMark } from "../status/StatusMark";
import styles from "./Sidebar.module.css";

export function Row({ place, open }: { place: Place; open: boolean }) {
  const { id } = place.channel;
  const name = useWorld((world) => nameOf(world, place));
  const drafted = useWorld((world) => Boolean(world.drafts.get(conversationKey(id, null))?.text));
  const other = useWorld((world) => otherIn(place, world.account?.id));
  const fresh = unread(place);
  const forMe = waiting(place);
  return (
    <li>
      <Link
        href={`/c/${id}`}
        className={styles.row}
        aria-current={open ? "page" : undefined}
        data-unread={fresh > 0}
        data-muted={place.membership.muted}
      >
        <Sign place={place} />
        <span className={styles.name} dir="auto">
          {name}
        </span>
        {place.channel.kind === "dm" && <StatusMark user={other} className={styles.status} />}
        {drafted && !open && <PencilLine size={14} aria-label={t("draft")} />}
        {place.membership.muted && <BellOff size={14} aria-label={t("muted")} />}
        {forMe > 0 ? (
          <span className={styles.count}>
            {forMe > 99 ? `${number(99)}+` : number(forMe)}
            <span className="visually-hidden"> {t("forYou")}</span>
          </span>
        ) : (
          fresh > 0 && <span className={styles.dot} role="img" aria-label={t("unread")} />
        )}
      </Link>
    </li>
  );
}

export function Sign({ place, size = 16 }: { place: Place; size?: number }) {
  const me = useWorld((world) => world.account?.id);
  const { kind } = place.channel;
  if (kind === "dm") return <Face user={otherIn(place, me)} size={size + 4} presence />;
  if (kind === "group") return <Users size={size} aria-hidden />;
  return kind === "private" ? <Lock size={size} aria-label={t("privateWithin")} /> : <Hash size={size} aria-hidden />;
}
