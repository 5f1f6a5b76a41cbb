/** The emoji and their short names: our own copy of Emojibase's list, fetched when first needed. */

import { emojiOf } from "../../state/emojilist";
import { world } from "../../state/world";

export interface Emoji {
  emoji: string;
  label: string;
  names: readonly string[];
  /** In its tones, from light to dark, where it has them. */
  tones?: readonly string[];
}

/** Where the build puts Emojibase's files. */
export const EMOJI_FOLDER = "/emoji";

interface Row {
  emoji: string;
  label: string;
  group?: number;
  tags?: string[];
  shortcodes?: string[];
  skins?: { emoji: string; tone: number | number[] }[];
}

let list: Promise<readonly Emoji[]> | null = null;

export function loadEmoji(): Promise<readonly Emoji[]> {
  list ??= fetch(`${EMOJI_FOLDER}/en/data.json`, { signal: AbortSignal.timeout(20_000) })
    .then((response) => {
      if (!response.ok) throw new Error(`emoji: ${response.status}`);
      return response.json() as Promise<Row[]>;
    })
    // Without a group they're parts of other emoji.
    .then((rows) =>
      rows
        .filter((it) => it.group !== undefined)
        .map(({ emoji, label, tags = [], shortcodes = [], skins = [] }) => ({
          emoji,
          label,
          names: [...shortcodes, label, ...tags],
          // Of two people of two tones each, only who has one tone.
          tones: skins.filter((it) => typeof it.tone === "number").map((it) => it.emoji),
        })),
    )
    .catch((error: unknown) => {
      list = null;
      throw error;
    });
  return list;
}

const MOST = 8;

/** The standard ones and the workspace's own, which come first. */
export async function loadAll(): Promise<readonly Emoji[]> {
  const [all] = await Promise.all([loadEmoji(), world.emojiKnown ? undefined : import("../../state/emoji").then((it) => it.readEmoji())]);
  return all;
}

/** Those that the typed letters could mean: whole names first, then beginnings, then parts. */
export function matching(all: readonly Emoji[], typed: string): readonly Emoji[] {
  const wanted = typed.toLowerCase();
  const rank = ({ names }: Emoji) => {
    if (names.includes(wanted)) return 0;
    if (names.some((it) => it.startsWith(wanted))) return 1;
    return names.some((it) => it.includes(wanted)) ? 2 : 3;
  };
  const own = emojiOf().map(({ name }) => ({ emoji: `:${name}:`, label: name, names: [name] }));
  const ranked = [...own, ...all].map((it) => ({ it, rank: rank(it) })).filter(({ rank: at }) => at < 3);
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ it }) => it);
}
