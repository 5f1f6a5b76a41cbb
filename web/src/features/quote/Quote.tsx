/** A message by itself, in lists and where it's linked to: who, when, what, and a click from its place. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Message } from "../../api/types";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
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
  /** What one may do with its row. */
  children?: ReactNode;
}

export function Quote({ children, ...said }: Props) {
  return (
    <li className={styles.row}>
      <Said {...said} />
      {children}
    </li>
  );
}

/** Without the list around it. */
export function Said({ message, href = addressOf(message), about }: Omit<Props, "children">) {
  const author = useWorld((it) => it.people.get(message.author)?.name ?? general("somebodyWithin"));
  return (
    <Link href={href} className={styles.quote}>
      <Face user={message.author} size={28} />
      <span className={styles.words}>
        <span className={styles.about}>
          <strong dir="auto">{author}</strong>
          {about && <span>{about}</span>}
          <time dateTime={new Date(message.ts / 1000).toISOString()}>{when(message.ts)}</time>
        </span>
        <span className={styles.text} dir="auto">
          {textOf(message)}
        </span>
      </span>
    </Link>
  );
}

/** What it says, in one plain piece. */
export function textOf(message: Message): string {
  if (message.deleted_at) return general("deleted");
  return plain(message.text) || message.files.map((file) => file.name).join(", ");
}
