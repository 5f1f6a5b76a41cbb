/** A message as it's said again elsewhere: quoted, with who said it where, and the way there. */
import type { Message } from "../../api/types";
import { named } from "../plain";

/** Of a long message the beginning goes along: the whole is a click away. */
export const MOST = 4_000;

interface About {
  author: string;
  /** What the place is called to whoever reads it. */
  where: string;
  /** The address that opens it, for those who may. */
  link: string;
}

/**
 * Names stand for mentions, so that being quoted calls nobody; files stay where they are, and
 * only their names go along.
 */
export function quoted(message: Message, comment: string, { author, where, link }: About): string {
  const text = named(message.text);
  const cut = text.length > MOST ? `${text.slice(0, MOST).trimEnd()}…` : text;
  const files = message.files.map((file) => `📎 ${escaped(file.name)}`);
  const said = [...(cut ? cut.split("\n") : []), ...(cut && files.length ? [""] : []), ...files];
  const lines = [...said, "", `— ${escaped(author)}, [${escaped(where)}](${link})`].map((line) => `> ${line}`.trimEnd());
  return `${comment.trim() ? `${comment.trim()}\n\n` : ""}${lines.join("\n")}`;
}

const escaped = (text: string) => text.replace(/[\\`*_~[\]<>|]/g, "\\$&");
