/** The emoji and their short names: our own copy of Emojibase's list, fetched when first needed. */

export interface Emoji {
  emoji: string;
  label: string;
  names: readonly string[];
}

/** Where the build puts Emojibase's files. */
export const EMOJI_FOLDER = "/emoji";

interface Row {
  emoji: string;
  label: string;
  group?: number;
  tags?: string[];
  shortcodes?: string[];
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
        .map(({ emoji, label, tags = [], shortcodes = [] }) => ({ emoji, label, names: [...shortcodes, label, ...tags] })),
    )
    .catch((error: unknown) => {
      list = null;
      throw error;
    });
  return list;
}

const MOST = 8;

/** Those that the typed letters could mean: whole names first, then beginnings, then parts. */
export function matching(all: readonly Emoji[], typed: string): readonly Emoji[] {
  const wanted = typed.toLowerCase();
  const rank = ({ names }: Emoji) => {
    if (names.includes(wanted)) return 0;
    if (names.some((it) => it.startsWith(wanted))) return 1;
    return names.some((it) => it.includes(wanted)) ? 2 : 3;
  };
  const ranked = all.map((it) => ({ it, rank: rank(it) })).filter(({ rank: at }) => at < 3);
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ it }) => it);
}
