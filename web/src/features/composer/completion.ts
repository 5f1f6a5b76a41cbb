/**
 * Names while writing: `@ada` and `#harbour` are shown, `<@U…>`, `<@G…>` and `<#C…>` are sent, so a
 * renamed person is still meant.
 */
import { liveGroups } from "../../state/groups";
import { TONES, toneOf } from "../../state/tones";
import { world } from "../../state/world";
import { composer as t } from "../../texts/en/composer";
import { isolated } from "../../texts/language";
import { commandsFor, doesOf, takesOf } from "./commands";
import { type Emoji, matching } from "./emoji";

export interface Completion {
  shown: string;
  /** Quieter, beside it. */
  note?: string;
  /** What stands before it: somebody's face, or a sign. */
  user?: string;
  sign?: string;
  insert: string;
  /** Characters before the caret that it replaces. */
  typed: number;
}

const MOST = 8;

const SHORTCODE = /(?:^|\s):([a-z0-9_+-]{2,})$/i;

/** An emoji's short name is being written. */
export const wantsEmoji = (before: string): boolean => SHORTCODE.test(before);

/** What could be meant by the word before the caret. */
export function complete(before: string, emoji: readonly Emoji[] = [], commands = false): Completion[] {
  const called = commands ? commandsFor(before) : [];
  if (called.length > 0) {
    return called.map((it) => ({
      shown: `/${it.name}`,
      note: [takesOf(it), doesOf(it)].filter(Boolean).join(" · "),
      insert: it.takes ? `/${it.name} ` : `/${it.name}`,
      typed: before.length,
    }));
  }
  const code = SHORTCODE.exec(before)?.[1];
  if (code) {
    const tone = TONES.indexOf(toneOf(world));
    return matching(emoji, code).map((it) => {
      const sign = it.tones?.[tone - 1] ?? it.emoji;
      return { shown: `:${it.names[0]}:`, sign, insert: `${sign} `, typed: code.length + 1 };
    });
  }
  const word = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!word) return [];
  const [, sign, typed = ""] = word;
  const wanted = typed.toLowerCase();
  const length = typed.length + 1;
  if (sign === "#") {
    const names = [...world.places.values()].map((it) => it.channel.name).filter((name) => name?.includes(wanted));
    return names.slice(0, MOST).map((name) => ({ shown: name ?? "", sign: "#", insert: `#${name} `, typed: length }));
  }
  const people = [...world.people.values()]
    .filter((it) => it.active && (it.handle.startsWith(wanted) || it.name.toLowerCase().includes(wanted)))
    .sort((a, b) => Number(b.handle.startsWith(wanted)) - Number(a.handle.startsWith(wanted)))
    .map((it) => ({ shown: it.name, note: isolated(`@${it.handle}`), user: it.user, insert: `@${it.handle} `, typed: length }));
  const groups = liveGroups(world)
    .filter((it) => it.handle.startsWith(wanted) || it.name.toLowerCase().includes(wanted))
    .map((it) => ({ shown: it.name, note: isolated(`@${it.handle}`), sign: "@", insert: `@${it.handle} `, typed: length }));
  const everyone = ["channel", "here"]
    .filter((it) => it.startsWith(wanted) && wanted)
    .map((it) => ({ shown: `@${it}`, note: t("everyone"), sign: "@", insert: `@${it} `, typed: length }));
  // Groups are few, and looked for by who knows of them: many people don't hide them.
  const few = people.slice(0, Math.max(MOST - groups.length - everyone.length, MOST / 2));
  return [...few, ...groups, ...everyone].slice(0, MOST);
}

const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

function outsideCode(text: string, change: (part: string) => string): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 ? part : change(part)))
    .join("");
}

/** From what's shown to what's sent. */
export function encode(text: string): string {
  const people = new Map([...world.people.values()].map((it) => [it.handle, it.user]));
  for (const group of liveGroups(world)) people.set(group.handle, group.id);
  const channels = new Map([...world.places.values()].map((it) => [it.channel.name, it.channel.id]));
  return outsideCode(text, (part) =>
    part
      .replace(/(^|[\s(])@([a-z0-9][a-z0-9._-]*[a-z0-9]|[a-z0-9])/gi, (all, space: string, name: string) => {
        const handle = name.toLowerCase();
        const user = people.get(handle);
        if (user) return `${space}<@${user}>`;
        return handle === "channel" || handle === "here" ? `${space}<!${handle}>` : all;
      })
      .replace(/(^|[\s(])#([\p{L}\p{N}_-]+)/gu, (all, space: string, name: string) => {
        const channel = channels.get(name.toLowerCase());
        return channel ? `${space}<#${channel}>` : all;
      }),
  );
}

/** The other way, for drafts. */
export function decode(text: string): string {
  return outsideCode(text, (part) =>
    part
      .replace(/<@(U[0-9A-Z]{26})>/g, (all, user: string) => (world.people.has(user) ? `@${world.people.get(user)?.handle}` : all))
      .replace(/<@(G[0-9A-Z]{26})>/g, (all, id: string) => (world.groups.get(id)?.active ? `@${world.groups.get(id)?.handle}` : all))
      .replace(/<#(C[0-9A-Z]{26})>/g, (all, id: string) => (world.places.has(id) ? `#${world.places.get(id)?.channel.name}` : all))
      .replace(/<!(channel|here)>/g, "@$1"),
  );
}
