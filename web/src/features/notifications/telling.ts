/** What a notification says of a message or a reminder, and showing it. */
import type { Message, Planned } from "../../api/types";
import { concerns } from "../../state/concern";
import { isQuiet } from "../../state/status";
import { conversationKey, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { later } from "../../texts/en/later";
import { notifications as t } from "../../texts/en/notifications";
import { addressOf } from "../addresses";
import { reminded } from "../later/reminded";
import { whereIs } from "../places";
import { textOf } from "../quote/Quote";
import { device } from "./device";
import { permission } from "./permission";
import { type Carried, show, standing } from "./show";
import { ring } from "./sound";
import { isLookedAt } from "./tabs";

const MOST_CHARS = 240;
const NAME = "Workloop";

/** `Bela`, `Bela in #harbour`, `Bela in a thread in #harbour`. */
function headOf({ author, channel, thread }: Message): string {
  const who = world.people.get(author)?.name ?? general("somebody");
  const place = world.places.get(channel);
  if (place?.channel.kind === "dm") return thread ? t("inThread", { who, place: whereIs(channel, null) }) : who;
  return t(thread ? "inThread" : "in", { who, place: whereIs(channel, null) });
}

/** Tells of the newest of some messages of a conversation, unless somebody looks at it. */
export async function tell(message: Message, fresh: number): Promise<void> {
  // What came while it was quiet stays untold, however long the worker takes to start.
  if (isQuiet(world)) return;
  const { channel, thread, id, seq, ts } = message;
  const key = conversationKey(channel, thread);
  if (await isLookedAt(world.account?.id ?? "", key)) return;
  const before = await standing(key);
  // It may have been told by another tab, or read or taken back since.
  if ((before?.seq ?? 0) >= seq || !concerns(world, message)) return;
  const quiet = await sounded();
  if (quiet === null) return;
  const count = fresh + (before?.count ?? 0);
  const carried: Carried = { url: addressOf(message), about: id, seq, count };
  const head = headOf(message);
  const words = { title: count > 1 ? t("counted", { count, title: head }) : head, body: textOf(message).slice(0, MOST_CHARS) };
  await show({ ...(device().words ? words : hidden()), tag: key, silent: quiet, at: ts, carried });
}

export async function remind(planned: Planned): Promise<void> {
  const quiet = await sounded();
  if (quiet === null) return;
  const { id } = planned;
  const { what, address } = await reminded(planned);
  const carried: Carried = { url: address, about: id };
  const words = { title: NAME, body: later("reminder", { what: what.slice(0, MOST_CHARS) }) };
  await show({ ...(device().words ? words : hidden()), tag: id, silent: quiet, carried });
}

/** Also while nothing else is to be shown. */
export async function tryOut(): Promise<void> {
  await show({ title: NAME, body: t("tried"), tag: "try", silent: (await sounded()) ?? true });
}

const hidden = () => ({ title: NAME, body: t("something") });

/**
 * Makes the sound, and answers whether the system is to make none: it was heard, or isn't
 * wanted. null: nothing is to be shown.
 */
async function sounded(): Promise<boolean | null> {
  if (isQuiet(world)) return null;
  const { on, sound } = device();
  const heard = sound && (await ring());
  return on && permission() === "granted" ? heard || !sound : null;
}
