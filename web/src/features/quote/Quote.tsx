/** A message by itself, in lists: who, when, what, and a click from its place. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Message } from "../../api/types";
import { useWorld } from "../../state/world";
import { addressOf } from "../addresses";
import { Face } from "../people/Face";
import { plain } from "../plain";
import { when } from "../when";
import styles from "./Quote.module.css";

interface Props {
  message: Message;
  href?: string;
  /** Beside the author: where it was said, what became of it. */
  about?: ReactNode;
  /** Above the message: why it's here. */
  why?: ReactNode;
  /** What one may do with its row. */
  children?: ReactNode;
}

export function Quote({ message, href = addressOf(message), about, why, children }: Props) {
  const author = useWorld((it) => it.people.get(message.author)?.name ?? "somebody");
  return (
    <li className={styles.row}>
      <Link href={href} className={styles.quote}>
        <Face user={message.author} size={28} />
        <span className={styles.words}>
          {why && <span className={styles.about}>{why}</span>}
          <span className={styles.about}>
            <strong>{author}</strong>
            {about && <span>{about}</span>}
            <time dateTime={new Date(message.ts / 1000).toISOString()}>{when(message.ts)}</time>
          </span>
          <span className={styles.text}>{textOf(message)}</span>
        </span>
      </Link>
      {children}
    </li>
  );
}

/** What it says, in one plain piece. */
export function textOf(message: Message): string {
  if (message.deleted_at) return "This message was deleted.";
  return plain(message.text) || message.files.map((file) => file.name).join(", ");
}
