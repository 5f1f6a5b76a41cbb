/** The workspace's own emoji as they are known. */
import type { Emoji } from "../api/types";
import { world } from "./world";

/** Those there are, by name. */
export const emojiOf = (): Emoji[] => [...world.emoji.values()].filter((it) => it.image).sort((a, b) => (a.name < b.name ? -1 : 1));
