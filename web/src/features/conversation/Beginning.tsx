/** What stands above the first message of a conversation: what it is, and the next steps. */
import { Hash, Lock, Pencil, UserPlus } from "lucide-react";
import { Link } from "wouter";
import { useWorld, world } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Face } from "../people/Face";
import { isDirect, nameOf } from "../places";
import { plain } from "../plain";
import style from "./Beginning.module.css";
import { dayText, nearDay } from "./rows";

export function Beginning({ channel }: { channel: string }) {
  const place = useWorld((it) => it.places.get(channel));
  const creator = useWorld((it) => it.people.get(place?.channel.creator ?? "")?.name ?? general("somebody"));
  const me = useWorld((it) => it.account?.id);
  if (!place) return null;
  const { kind, description, topic, created_at, archived, people } = place.channel;
  const name = nameOf(world, place);
  if (isDirect(place)) {
    const others = people.filter((user) => user !== me);
    return (
      <div role="listitem" className={style.beginning}>
        <div className={style.faces}>
          {(others.length > 0 ? others : people).slice(0, 5).map((user) => (
            <Face key={user} user={user} size={48} />
          ))}
        </div>
        <h2 dir="auto">{name}</h2>
        <p>{others.length === 0 ? t("yours") : others.length === 1 ? t("startTwo") : t("startGroup")}</p>
      </div>
    );
  }
  const about = description || plain(topic);
  return (
    <div role="listitem" className={style.beginning}>
      <span className={style.sign}>{kind === "private" ? <Lock size={24} aria-hidden /> : <Hash size={24} aria-hidden />}</span>
      <h2>{t("startChannel", { channel: name })}</h2>
      <p>
        {t(kind === "private" ? "createdPrivate" : "createdPublic", { creator, day: since(created_at) })}
        {about && <span dir="auto"> {about}</span>}
      </p>
      {!archived && (
        <p className={style.steps}>
          <Link href={`/c/${channel}/about`}>
            <UserPlus size={16} aria-hidden /> {t("addPeople")}
          </Link>
          <Link href={`/c/${channel}/about`}>
            <Pencil size={16} aria-hidden /> {about ? t("changePurpose") : t("sayPurpose")}
          </Link>
        </p>
      )}
    </div>
  );
}

function since(ts: number): string {
  const near = nearDay(ts);
  return near ? t(`${near}Within`) : t("onDay", { day: dayText(ts) });
}
