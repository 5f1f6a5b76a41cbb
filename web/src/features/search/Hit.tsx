/** One found message: who, where, when, and the words that were looked for. */
import type { Message } from "../../api/types";
import { useWorld, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { Face } from "../people/Face";
import { nameOf } from "../places";
import { named } from "../plain";
import { when } from "../when";
import { cut, excerpt } from "./query";
import styles from "./Search.module.css";

export function Hit({ message, highlights, onOpen }: { message: Message; highlights: number[][]; onOpen: () => void }) {
  const author = useWorld((it) => it.people.get(message.author)?.name ?? general("somebodyWithin"));
  const place = useWorld((it) => it.places.get(message.channel));
  return (
    <li>
      <button type="button" className={styles.hit} onClick={onOpen}>
        <Face user={message.author} size={28} />
        <span className={styles.words}>
          <span className={styles.about}>
            <strong dir="auto">{author}</strong>
            <span dir="auto">
              {place
                ? place.channel.name
                  ? `#${place.channel.name}`
                  : nameOf(world, place)
                : general("inPlace", { place: general("notJoined") })}
            </span>
            <time dateTime={new Date(message.ts / 1000).toISOString()}>{when(message.ts)}</time>
          </span>
          <span className={styles.text} dir="auto">
            {excerpt(cut(message.text, highlights)).map((part, index) =>
              part.hit ? <mark key={index}>{part.text}</mark> : named(part.text),
            )}
            {!message.text && message.files.map((file) => file.name).join(", ")}
          </span>
        </span>
      </button>
    </li>
  );
}
