/** Skin tones: one's own, and emoji with and without. */
import { preferences } from "./preferences";
import type { World } from "./world";

/** As the picker calls them, from light to dark; the first is none. */
export const TONES = ["none", "light", "medium-light", "medium", "medium-dark", "dark"] as const;
export type Tone = (typeof TONES)[number];

const MODIFIERS = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];

/** The tone that one chose, for every device. */
export const toneOf = (it: World): Tone => TONES.find((tone) => tone === preferences(it).tone) ?? "none";

/** A simple emoji in a tone; others stay as they are: which of their people it's for, only a list knows. */
export function toned(emoji: string, tone: Tone): string {
  const [, base] = /^(\p{Emoji_Modifier_Base})\ufe0f?$/u.exec(emoji) ?? [];
  const modifier = MODIFIERS[TONES.indexOf(tone)];
  return base && modifier ? base + modifier : emoji;
}

/** The same emoji without tones. */
export const plainOf = (emoji: string): string =>
  emoji.replace(/(\P{Emoji_Presentation})?[\u{1f3fb}-\u{1f3ff}]/gu, (_, before?: string) => (before ? `${before}\ufe0f` : ""));

export interface Group {
  /** As it's shown: in its tone where there is one only, else without. */
  emoji: string;
  plain: string;
  /** Each once, in order of reacting. */
  users: readonly string[];
}

/** Reactions of all tones of an emoji together. */
export function grouped(reactions: readonly { emoji: string; users: readonly string[] }[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { emoji, users } of reactions) {
    const plain = plainOf(emoji);
    const known = groups.get(plain);
    groups.set(plain, known ? { emoji: plain, plain, users: [...new Set([...known.users, ...users])] } : { emoji, plain, users });
  }
  return [...groups.values()];
}
