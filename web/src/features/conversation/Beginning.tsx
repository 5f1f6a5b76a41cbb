/** What stands above the first message of a conversation: what it is, and the next steps. */
import { Hash, Lock, Pencil, UserPlus } from "lucide-react";
import { Link } from "wouter";
import { useWorld, world } from "../../state/world";
import { Face } from "../people/Face";
import { isDirect, nameOf } from "../places";
import { plain } from "../plain";
import style from "./Beginning.module.css";
import { dayText } from "./rows";

export function Beginning({ channel }: { channel: string }) {
  const place = useWorld((it) => it.places.get(channel));
  const creator = useWorld((it) => it.people.get(place?.channel.creator ?? "")?.name ?? "Somebody");
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
        <h2>{name}</h2>
        <p>
          {others.length === 0
            ? "This is yours alone: for notes, drafts and things to find again."
            : `This is the start of your conversation. Only ${others.length === 1 ? "the two of you" : "those who are in it"} can read it.`}
        </p>
      </div>
    );
  }
  const about = description || plain(topic);
  return (
    <div role="listitem" className={style.beginning}>
      <span className={style.sign}>{kind === "private" ? <Lock size={24} aria-hidden /> : <Hash size={24} aria-hidden />}</span>
      <h2>This is the start of #{name}</h2>
      <p>
        {creator} created this {kind} channel {since(created_at)}.{about && ` ${about}`}
      </p>
      {!archived && (
        <p className={style.steps}>
          <Link href={`/c/${channel}/about`}>
            <UserPlus size={16} aria-hidden /> Add people
          </Link>
          <Link href={`/c/${channel}/about`}>
            <Pencil size={16} aria-hidden /> {about ? "Change" : "Say"} what it's for
          </Link>
        </p>
      )}
    </div>
  );
}

function since(ts: number): string {
  const day = dayText(ts);
  return day === "Today" || day === "Yesterday" ? day.toLowerCase() : `on ${day}`;
}
