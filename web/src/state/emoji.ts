/** The workspace's own emoji: read when first needed, and told from then on. */
import { request } from "../api/request";
import type { Emoji } from "../api/types";
import { putEmoji } from "./live";
import { changed, world } from "./world";

interface Page {
  rows: readonly Emoji[];
  next: string | null;
}

/** Guests follow no workspace: they look again, at most so often. */
const GUESTS_MS = 60_000;

let asking: Promise<void> | null = null;
let at = 0;

/** Something that may be one of them is shown. */
export function needEmoji(): void {
  const old = world.role === "guest" && Date.now() - at > GUESTS_MS;
  if (!world.emojiKnown || old) void readEmoji();
}

/** Reads all of them; what was told meanwhile stays. Never fails: without them, names are shown. */
export function readEmoji(): Promise<void> {
  asking ??= read()
    .catch(() => undefined)
    .finally(() => {
      asking = null;
      at = Date.now();
      world.emojiKnown = true;
      changed();
    });
  return asking;
}

export const emojiPath = (): string => `/workspaces/${world.workspace?.id}/emoji`;

async function read(): Promise<void> {
  const since = world.cursors.get(world.workspace?.id ?? "") ?? Number.POSITIVE_INFINITY;
  const found = new Set<string>();
  for (let after = ""; ; ) {
    const page: Page = await request("GET", `${emojiPath()}?limit=1000${after && `&after=${after}`}`);
    for (const it of page.rows) {
      found.add(it.name);
      putEmoji(world, it);
    }
    if (!page.next) break;
    after = page.next;
  }
  for (const [name, it] of world.emoji) if (!found.has(name) && it.rev <= since) world.emoji.delete(name);
}
