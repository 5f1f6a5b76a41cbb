/** What switching channels and typing take in a channel with much behind it, beside the same in
 * a short one: bench/page. Nothing here fails for being slow; a figure that can't be does. */
import { mkdirSync, writeFileSync } from "node:fs";
import type { Api } from "../api.ts";
import { expect, test } from "../stage.ts";
import { enter, percentile, press, type Taken, taken } from "./page.ts";

const MESSAGES = Number(process.env["PAGE_MESSAGES"] ?? 100_000);
const TIMES = Number(process.env["PAGE_TIMES"] ?? 100);
const SHORT = 100;
/** What the page keeps of an open conversation (state/conversations.ts). */
const KEPT = 1_000;
const AT_ONCE = 32;

/** A channel with so many messages, the last of which is named. */
async function channel(api: Api, name: string, messages: number): Promise<{ id: string; last: string }> {
  const { workspace } = await api.place();
  const { id } = await api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name });
  let next = 1;
  const text = (number: number) => `${name} ${number}: the tide turns at half past, **bring** the ropes and a \`lamp\``;
  const talk = async () => {
    while (next < messages) await api.say(id, text(next++));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, talk));
  const last = `${name} is full`;
  const { seq } = await api.say(id, last);
  // Unread, it would open at its beginning.
  await api.ask("POST", `/channels/${id}/read`, { seq, generation: 0 });
  return { id, last };
}

test("a channel with much behind it is as quick as a short one", async ({ ada }) => {
  const { page } = ada;
  const long = await channel(ada.api, "long", MESSAGES);
  const short = await channel(ada.api, "short", SHORT);
  const other = await channel(ada.api, "other", SHORT);
  await ada.enter(other.id);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");

  const figures: Record<string, Taken & { loaded: number }> = {};
  for (const [name, { id, last }] of Object.entries({ short, long })) {
    await enter(page, id, last);
    const loaded = await readBack(Math.min(KEPT, name === "long" ? MESSAGES : SHORT));
    const there = await taken(devtools, TIMES, async () => {
      await enter(page, other.id, other.last);
      return enter(page, id, last);
    });
    figures[`switch to the ${name} one`] = { ...there, busy: there.busy / 2, loaded };
    await ada.composer().focus();
    figures[`a key in the ${name} one`] = { ...(await taken(devtools, TIMES, (time) => press(page, "tide "[time % 5] ?? "e"))), loaded };
    await ada.composer().fill("");
  }
  report(figures);

  /** Reads back until so many messages are loaded, and returns to the end. Resolves to how many are. */
  async function readBack(messages: number): Promise<number> {
    const numbers = new Set<string>();
    for (let looks = 0; looks < messages && numbers.size < messages - 10; looks++) {
      const seen = await page.evaluate(async () => {
        const rows = [...document.querySelectorAll("main [role=listitem]")];
        rows[0]?.scrollIntoView();
        await new Promise((done) => setTimeout(done, 30));
        return rows.map((row) => row.textContent?.match(/\w+ \d+:/)?.[0] ?? "");
      });
      for (const name of seen) if (name) numbers.add(name);
    }
    const latest = page.getByRole("button", { name: /latest/i });
    if (await latest.isVisible()) await latest.click();
    return numbers.size;
  }
});

function report(figures: Record<string, Taken & { loaded: number }>) {
  const rows = Object.entries(figures).map(([name, { paint, busy, loaded }]) => ({
    name,
    loaded,
    p50: percentile(paint, 0.5),
    p95: percentile(paint, 0.95),
    busy,
  }));
  console.log(`${MESSAGES} messages in the long channel, ${SHORT} in the others; ${TIMES} times each`);
  console.log("| what | read back | p50 ms | p95 ms | main thread, ms each |\n|---|--:|--:|--:|--:|");
  for (const { name, loaded, p50, p95, busy } of rows)
    console.log(`| ${name} | ${loaded} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${busy.toFixed(1)} |`);
  mkdirSync("../bench/results", { recursive: true });
  writeFileSync("../bench/results/page.json", JSON.stringify({ messages: MESSAGES, rows }, null, 2));
  for (const { p50, busy } of rows) {
    expect(p50).toBeGreaterThan(0);
    expect(busy).toBeGreaterThan(0);
  }
  expect(rows.map(({ loaded }) => loaded >= Math.min(KEPT, MESSAGES, SHORT) - 10)).not.toContain(false);
}
