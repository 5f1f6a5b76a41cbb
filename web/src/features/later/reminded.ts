/** What a reminder says when its time has come, and where it leads. */
import type { Planned } from "../../api/types";
import { messageOf } from "../../state/planned";
import { world } from "../../state/world";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import { isolated } from "../../texts/language";
import { addressOf } from "../addresses";
import { plain } from "../plain";

export interface Reminded {
  what: string;
  /** Of the message; of the list where there's none to open. */
  address: string;
  opens: boolean;
}

export async function reminded({ channel, message: id, obstacle, text }: Planned): Promise<Reminded> {
  const message = id && !obstacle ? await messageOf(channel, id).catch(() => null) : null;
  if (!message || message.deleted_at) return { what: text || t("goneWithin"), address: "/later", opens: false };
  const author = world.people.get(message.author)?.name ?? general("somebody");
  return { what: text || `${isolated(author)}: ${isolated(plain(message.text).slice(0, 120))}`, address: addressOf(message), opens: true };
}
