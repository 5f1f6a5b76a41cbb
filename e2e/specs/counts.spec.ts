/** What waits is counted alike on every device, however things were said, changed, taken back,
 * read and marked unread on others, and through lost networks: as many as a recount finds. An
 * hour of that is a minute here, for nobody pauses between. */
import type { Page } from "@playwright/test";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

const STEPS = 100;

interface Message {
  id: string;
  seq: number;
  deleted_at: number | null;
  mentions: string[];
  mentions_all: boolean;
  replies: { replies: number } | null;
}
interface Joined {
  channel: { id: string; name: string };
  reading: { read_seq: number; generation: number };
  last_seq: number;
}
interface Snapshot {
  account: { id: string };
  workspaces: { channels: Joined[] }[];
  threads: { root: { id: string; channel: string; text: string }; reading: { read_seq: number } }[];
}

/** Answers numbers below a bound, the same ones for the same seed (Mulberry32). */
function chanceOf(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** All messages of a channel, or of a thread in it. */
async function history(person: Person, channel: string, thread?: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let more = true; more; ) {
    const after = all.at(-1)?.seq ?? 0;
    const path = `/channels/${channel}/messages?limit=100&after=${after}${thread ? `&thread=${thread}` : ""}`;
    const page = await person.api.ask<{ messages: Message[]; more_after: boolean }>("GET", path);
    all.push(...page.messages);
    more = page.more_after && page.messages.length > 0;
  }
  return all;
}

/** What each conversation should show, counted from what was said. */
async function recount(person: Person, direct: string): Promise<{ rows: Record<string, string>; threads: Record<string, string> }> {
  const snapshot = await person.api.ask<Snapshot>("GET", "/snapshot");
  const me = snapshot.account.id;
  const rows: Record<string, string> = {};
  for (const { channel, reading } of snapshot.workspaces[0]?.channels ?? []) {
    const fresh = (await history(person, channel.id)).filter((it) => it.seq > reading.read_seq);
    const named = fresh.filter((it) => !it.deleted_at && (it.mentions.includes(me) || it.mentions_all));
    const forMe = channel.id === direct ? fresh.length : named.length;
    rows[channel.id] = forMe > 0 ? String(forMe) : fresh.length > 0 ? "unread" : "";
  }
  const threads: Record<string, string> = {};
  for (const { root, reading } of snapshot.threads) {
    const fresh = (await history(person, root.channel, root.id)).filter((it) => it.seq > reading.read_seq).length;
    threads[root.id] = fresh > 0 ? `${fresh} new` : "";
  }
  return { rows, threads };
}

/** What a page shows of the same. */
function shown(page: Page): Promise<{ rows: Record<string, string>; threads: Record<string, string> }> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLAnchorElement>('nav a[href^="/c/"]')].map((row) => {
      const count = /\d+(?=\s*for you)/.exec(row.textContent ?? "")?.[0];
      return [row.pathname.slice(3), count ?? (row.dataset["unread"] === "true" ? "unread" : "")] as const;
    });
    const threads = [...document.querySelectorAll<HTMLAnchorElement>('main a[href*="/t/"]')].map((row) => {
      return [row.pathname.split("/t/")[1] ?? "", /\d+ new/.exec(row.textContent ?? "")?.[0] ?? ""] as const;
    });
    return { rows: Object.fromEntries(rows), threads: Object.fromEntries(threads) };
  });
}

test("two people's counts are right on three devices each, whatever happens", async ({ ada, member, stranger }) => {
  test.setTimeout(300_000);
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  const ids = await Promise.all([ada, bela].map(async (it) => (await it.api.ask<{ id: string }>("GET", "/account")).id));
  const [hers = "", his = ""] = ids;
  const deck = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "deck", people: [his] });
  const direct = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/direct`, { people: [his] });
  const rooms = [general, deck.id, direct.id];

  const seed = Date.now() % 1_000_000;
  const chance = chanceOf(seed);
  const pick = <Row>(rows: readonly Row[]): Row | undefined => rows[chance(rows.length)];
  const log: string[] = [`seed ${seed}`];

  const devices: { of: Person; there: Person; online: boolean }[] = [];
  for (const of of [ada, bela]) {
    for (const name of ["desk", "home", "train"]) {
      const there = await stranger(`${of.name}'s ${name}`);
      await there.context.addCookies(await of.context.cookies());
      await there.enter(pick(rooms) ?? general);
      devices.push({ of, there, online: true });
    }
  }
  const said: { id: string; seq: number; channel: string; by: Person; thread: string | null }[] = [];
  const texts = ["Just so", `<@${hers}> look`, `<@${his}> look`, "<!channel> all hands", `<@${hers}> and <@${his}>`];

  const say = async (thread: boolean) => {
    const by = pick([ada, bela]) ?? ada;
    const roots = said.filter((it) => !it.thread);
    const root = thread ? pick(roots) : undefined;
    const channel = root?.channel ?? pick(rooms) ?? general;
    const { id, seq } = await by.api.say(channel, pick(texts) ?? "", root?.id);
    said.push({ id, seq, channel, by, thread: root?.id ?? null });
  };
  const move = async (how: "read" | "unread") => {
    const by = pick([ada, bela]) ?? ada;
    const at = pick(said);
    if (!at) return;
    const snapshot = await by.api.ask<Snapshot>("GET", "/snapshot");
    if (at.thread && !snapshot.threads.some((it) => it.root.id === at.thread)) return;
    const joined = snapshot.workspaces[0]?.channels.find((it) => it.channel.id === at.channel);
    const generation = at.thread ? 0 : (joined?.reading.generation ?? 0);
    if (how === "unread") await by.api.ask("POST", `/channels/${at.channel}/unread`, { thread: at.thread, seq: at.seq });
    else if (!at.thread) await by.api.ask("POST", `/channels/${at.channel}/read`, { thread: null, seq: at.seq, generation });
  };
  const steps: [number, string, () => Promise<void>][] = [
    [8, "say", () => say(false)],
    [4, "reply", () => say(true)],
    [2, "edit", async () => {
      const at = pick(said);
      if (at) await at.by.api.ask("PATCH", `/channels/${at.channel}/messages/${at.id}`, { text: pick(texts) });
    }],
    [1, "delete", async () => {
      const [at] = said.splice(chance(Math.max(1, said.length)), 1);
      if (at) await at.by.api.ask("DELETE", `/channels/${at.channel}/messages/${at.id}`);
    }],
    [2, "read", () => move("read")],
    [2, "mark unread", () => move("unread")],
    [3, "open", async () => {
      const device = pick(devices.filter((it) => it.online));
      await device?.there.page.locator(`nav a[href="/c/${pick(rooms)}"]`).click();
    }],
    [1, "look away", async () => {
      await pick(devices.filter((it) => it.online))?.there.page.getByRole("navigation").getByRole("link", { name: "Threads" }).first().click();
    }],
    [1, "lose or find the network", async () => {
      const device = pick(devices);
      if (!device) return;
      device.online = !device.online;
      await device.there.context.setOffline(!device.online);
    }],
    [1, "reload", async () => {
      const device = pick(devices.filter((it) => it.online));
      await device?.there.page.reload();
      await device?.there.page.locator(`nav a[href="/c/${general}"]`).waitFor();
    }],
  ];
  const all = steps.flatMap(([often, name, run]) => Array.from({ length: often }, () => ({ name, run })));
  for (let step = 0; step < STEPS; step += 1) {
    const { name, run } = pick(all) ?? { name: "", run: async () => undefined };
    log.push(name);
    await run().catch((error: unknown) => {
      throw new Error(`${log.join(", ")}: ${String(error)}`);
    });
  }
  for (const { there } of devices) {
    await there.context.setOffline(false);
    await there.page.getByRole("navigation").getByRole("link", { name: "Threads" }).first().click();
  }
  for (const { of, there } of devices) {
    await expect(async () => expect(await shown(there.page), `${there.name}: ${log.join(", ")}`).toEqual(await recount(of, direct.id))).toPass({ timeout: 60_000 });
  }
});
