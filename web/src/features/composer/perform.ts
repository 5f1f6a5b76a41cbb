/** Does what a command asks for. What is wrong is thrown, in words that say what would be right. */
import { addPeople, changeChannel, changeMembership, leaveChannel, openDirect } from "../../state/channels";
import { newNonce } from "../../state/nonce";
import { send } from "../../state/outbox";
import { plan } from "../../state/planned";
import { ask } from "../../state/polls";
import { setStatus } from "../../state/status";
import { type Place, world } from "../../state/world";
import { commands as t } from "../../texts/en/commands";
import { listed } from "../../texts/language";
import { spoken, whatAndWhen } from "../later/times";
import { quoted } from "../polls/quoted";
import { hasCode, quietOf, statusOf } from "../status/said";
import { wordsOf } from "../status/words";
import type { Called } from "./commands";
import { encode } from "./completion";
import { loadEmoji } from "./emoji";

export interface Where {
  channel: string;
  thread: string | null;
  go: (to: string) => void;
}

/** What is to be said, or told the one who asked. */
export interface Done {
  say?: string;
  tell?: string;
  /** What opens then. */
  opens?: "help" | "poll" | "status";
}

const STATUS_CHARS = 100;

type Way = (rest: string, where: Where, place: Place) => Promise<Done> | Done;

const SHRUG = "¯\\\\\\_(ツ)\\_/¯";

export async function perform({ name, rest }: Called, where: Where): Promise<Done> {
  const way = WAYS[name];
  const place = world.places.get(where.channel);
  if (!way) {
    throw new Error(t("unknown", { name }));
  }
  if (!place) throw new Error(t("notInside"));
  return way(rest, where, place);
}

const WAYS: Readonly<Record<string, Way>> = {
  help: () => ({ opens: "help" }),

  me: (rest) => {
    if (!rest) throw new Error(t("meWhat"));
    return { say: `_${rest.replace(/\s+/g, " ")}_` };
  },

  shrug: (rest) => ({ say: rest ? `${rest} ${SHRUG}` : SHRUG }),

  topic: async (rest, { channel }, place) => {
    if (isDirect(place)) throw new Error(t("noTopicHere"));
    if (!rest) throw new Error(t("topicWhat"));
    await changeChannel(channel, { topic: encode(rest) });
    return { tell: t("topicSet") };
  },

  invite: async (rest, { channel }, place) => {
    if (isDirect(place)) throw new Error(t("inviteNotHere"));
    const people = peopleOf(rest);
    if (people.length === 0) throw new Error(t("inviteWhom"));
    await addPeople(channel, people);
    const names = people.map((user) => world.people.get(user)?.name ?? "");
    return { tell: t("inside", { names: listed(names) }) };
  },

  dm: async (rest, { go }) => {
    const [, handle = "", text = ""] = /^(@\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
    const [user] = peopleOf(handle);
    if (!user) throw new Error(t("dmWhom"));
    const channel = await openDirect([user]);
    if (text) void send(channel, null, encode(text), []);
    go(`/c/${channel}`);
    return {};
  },

  mute: (_, where) => mute(where, true),
  unmute: (_, where) => mute(where, false),

  status: async (rest) => {
    if (!rest) return { opens: "status" };
    if (rest.toLowerCase() === "clear") {
      await setStatus(null);
      return { tell: t("statusOff") };
    }
    const status = statusOf(rest, hasCode(rest) ? await loadEmoji() : [], new Date());
    if (!status) throw new Error(t("statusEmoji", { name: rest.split(":")[1] ?? "" }));
    const { length: count } = [...status.text];
    if (count > STATUS_CHARS) throw new Error(t("statusTooLong", { most: STATUS_CHARS, count }));
    await setStatus(status);
    return { tell: t("statusSet", { status: wordsOf(status) }) };
  },

  dnd: async (rest) => {
    const off = rest.toLowerCase() === "off";
    const status = off ? null : quietOf(rest, new Date());
    if (!off && !status) throw new Error(t("dndWhen"));
    await setStatus(status);
    return { tell: status ? t("statusSet", { status: wordsOf(status) }) : t("statusOff") };
  },

  leave: async (rest, { channel, go }, place) => {
    if (isDirect(place)) throw new Error(t("leaveNotHere"));
    if (place.channel.kind === "private" && rest.toLowerCase() !== "now") {
      throw new Error(t("leavePrivate"));
    }
    await leaveChannel(channel);
    go("/");
    return { tell: t("left", { channel: place.channel.name }) };
  },

  poll: async (rest, { channel, thread }) => {
    if (!rest) return { opens: "poll" };
    const [question = "", ...options] = quoted(rest);
    if (options.length < 2 || options.length > 10) throw new Error(t("pollHow"));
    await ask(channel, thread, { question, options });
    return {};
  },

  remind: async (rest, { channel, thread }) => {
    const wish = rest.replace(/^me(\s+|$)/i, "");
    const found = whatAndWhen(wish, new Date());
    if (!found) throw new Error(t("remindWhen"));
    const text = found.what.replace(/^(?:to|that|about)\s+/i, "");
    if (!text) throw new Error(t("remindWhat"));
    const planned = await plan(channel, { nonce: newNonce(), action: "remind", thread, text, due: found.at });
    return { tell: t("reminded", { when: spoken(new Date(planned.due_at / 1_000)), what: text }) };
  },
};

const isDirect = ({ channel: { kind } }: Place) => kind === "dm" || kind === "group";

async function mute({ channel }: Where, muted: boolean): Promise<Done> {
  await changeMembership(channel, { muted });
  return { tell: muted ? t("muted") : t("unmuted") };
}

/** Who is named, by `@handle`. */
function peopleOf(text: string): string[] {
  const people = [...world.people.values()].filter((it) => it.active);
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const handle = word.replace(/^@/, "").toLowerCase();
      const found = people.find((it) => it.handle === handle);
      if (!found) throw new Error(t("nobody", { handle }));
      return found.user;
    });
}
