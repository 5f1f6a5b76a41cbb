/** Does what a command asks for. What is wrong is thrown, in words that say what would be right. */
import { addPeople, changeChannel, changeMembership, leaveChannel, openDirect } from "../../state/channels";
import { newNonce } from "../../state/nonce";
import { send } from "../../state/outbox";
import { plan } from "../../state/planned";
import { type Place, world } from "../../state/world";
import { spoken, whatAndWhen } from "../later/times";
import type { Called } from "./commands";
import { encode } from "./completion";

export interface Where {
  channel: string;
  thread: string | null;
  go: (to: string) => void;
}

/** What is to be said, or told the one who asked. */
export interface Done {
  say?: string;
  tell?: string;
  help?: boolean;
}

type Way = (rest: string, where: Where, place: Place) => Promise<Done> | Done;

const SHRUG = "¯\\\\\\_(ツ)\\_/¯";

export async function perform({ name, rest }: Called, where: Where): Promise<Done> {
  const way = WAYS[name];
  const place = world.places.get(where.channel);
  if (!way) {
    throw new Error(`There is no command /${name}: /help lists them. To send a text that begins with a slash, write two: //${name}`);
  }
  if (!place) throw new Error("You aren't in this channel: join it first.");
  return way(rest, where, place);
}

const WAYS: Readonly<Record<string, Way>> = {
  help: () => ({ help: true }),

  me: (rest) => {
    if (!rest) throw new Error("Write what you do after it: /me waves");
    return { say: `_${rest.replace(/\s+/g, " ")}_` };
  },

  shrug: (rest) => ({ say: rest ? `${rest} ${SHRUG}` : SHRUG }),

  topic: async (rest, { channel }, place) => {
    if (isDirect(place)) throw new Error("A direct message has no topic.");
    if (!rest) throw new Error("Write the topic after it: /topic Release on Friday");
    await changeChannel(channel, { topic: encode(rest) });
    return { tell: "The topic is set." };
  },

  invite: async (rest, { channel }, place) => {
    if (isDirect(place)) throw new Error("The people of a direct message never change: begin another with more people.");
    const people = peopleOf(rest);
    if (people.length === 0) throw new Error("Name somebody after it: /invite @ada");
    await addPeople(channel, people);
    const names = people.map((user) => world.people.get(user)?.name ?? "");
    return { tell: `In the channel now: ${names.join(", ")}.` };
  },

  dm: async (rest, { go }) => {
    const [, handle = "", text = ""] = /^(@\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
    const [user] = peopleOf(handle);
    if (!user) throw new Error("Name somebody after it: /dm @ada Do you have a minute?");
    const channel = await openDirect([user]);
    if (text) void send(channel, null, encode(text), []);
    go(`/c/${channel}`);
    return {};
  },

  mute: (_, where) => mute(where, true),
  unmute: (_, where) => mute(where, false),

  leave: async (rest, { channel, go }, place) => {
    if (isDirect(place)) throw new Error("A direct message can't be left: mute it with /mute.");
    if (place.channel.kind === "private" && rest.toLowerCase() !== "now") {
      throw new Error("This channel is private: once out, only somebody inside lets you in again. To leave all the same: /leave now");
    }
    await leaveChannel(channel);
    go("/");
    return { tell: `You left #${place.channel.name}.` };
  },

  remind: async (rest, { channel, thread }) => {
    const wish = rest.replace(/^me(\s+|$)/i, "");
    const found = whatAndWhen(wish, new Date());
    if (!found) throw new Error("Say when: /remind me to call Bela tomorrow at 9 (or: in 20 minutes, at 15:30, on friday)");
    const text = found.what.replace(/^(?:to|that|about)\s+/i, "");
    if (!text) throw new Error("Say of what: /remind me to call Bela tomorrow at 9");
    const planned = await plan(channel, { nonce: newNonce(), action: "remind", thread, text, due: found.at });
    return { tell: `You'll be reminded ${spoken(new Date(planned.due_at / 1_000))}: ${text}` };
  },
};

const isDirect = ({ channel: { kind } }: Place) => kind === "dm" || kind === "group";

async function mute({ channel }: Where, muted: boolean): Promise<Done> {
  await changeMembership(channel, { muted });
  return { tell: muted ? "Muted: it isn't shown as unread any more. /unmute brings it back." : "Not muted any more." };
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
      if (!found) throw new Error(`There is nobody called @${handle} here: names are completed after @.`);
      return found.user;
    });
}
