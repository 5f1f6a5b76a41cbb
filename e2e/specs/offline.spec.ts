/** The installed app, and what opens of it without a network. */
import type { Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

test.use({ serviceWorkers: "allow" });

/** The worker has kept all that the page is made of. */
async function isKept(page: Page): Promise<void> {
  const kept = () =>
    page.evaluate(async () => {
      const [name] = (await caches.keys()).filter((it) => it.startsWith("shell "));
      return name !== undefined && (await (await caches.open(name)).match("/")) !== undefined;
    });
  await expect.poll(kept, { timeout: 20_000 }).toBe(true);
}

/** What was read is written down a moment later. */
async function remembers(page: Page, text: string): Promise<void> {
  const found = (wanted: string) =>
    page.evaluate(async (wanted) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      for (const { name = "" } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        const stores = [...database.objectStoreNames].map((it) => done(database.transaction(it).objectStore(it).getAll()));
        const rows = JSON.stringify(await Promise.all(stores));
        database.close();
        if (rows.includes(wanted)) return true;
      }
      return false;
    }, wanted);
  await expect.poll(() => found(text)).toBe(true);
}

test("a page opens without a server, with what was read, and sends what was written there", async ({ ada, member, server }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await bela.api.say(general, "Before the fog.");
  await ada.enter(general);
  await ada.sees("Before the fog.");
  await isKept(ada.page);
  await remembers(ada.page, "Before the fog.");
  await server.kill();
  await ada.page.setViewportSize({ width: 390, height: 800 });
  await ada.page.reload();
  await ada.sees("Before the fog.");
  // Another address, and a part of the app that wasn't looked at before.
  await ada.open("/account/appearance");
  await expect(ada.page.getByLabel("Theme")).toBeVisible();
  await ada.enter(general);
  await expectNoBarriers(ada.page, "offline");
  await ada.say("Written in the fog.");
  await expect(ada.message("Written in the fog.")).toBeVisible();
  await ada.page.reload();
  await expect(ada.message("Written in the fog.")).toBeVisible();
  await server.restart();
  await expect.poll(async () => (await bela.api.messages(general)).filter((it) => it.text === "Written in the fog.").length, { timeout: 30_000 }).toBe(1);
  await ada.sees("Written in the fog.");
});

test("a stranger's browser keeps the page, and nothing of anybody", async ({ ada, server }) => {
  await ada.open("/");
  await isKept(ada.page);
  const kept = await ada.page.evaluate(async () => {
    const caught = await Promise.all((await caches.keys()).map(async (it) => (await caches.open(it)).keys()));
    return caught.flat().map((it) => new URL(it.url).pathname);
  });
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.filter((it) => /^\/(api|media)/.test(it))).toEqual([]);
  await ada.api.ask("DELETE", "/session");
  await ada.open("/");
  await expect(ada.page.getByLabel("Password", { exact: true })).toBeVisible();
  await server.kill();
  await ada.open("/");
  await expect(ada.page.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("it can be installed", async ({ ada }) => {
  await ada.open("/");
  await isKept(ada.page);
  const session = await ada.context.newCDPSession(ada.page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // Windows of tests are private ones, where nothing is installed.
  expect(installabilityErrors.map((it) => it.errorId).filter((it) => it !== "in-incognito")).toEqual([]);
  const { data } = await session.send("Page.getAppManifest");
  expect(JSON.parse(data ?? "{}")).toMatchObject({ name: "Workloop", display: "standalone", start_url: "/" });
  for (const size of [180, 192, 512]) {
    const icon = await ada.context.request.get(`${ada.url}/icon-${size}.png`);
    expect([icon.status(), icon.headers()["content-type"]]).toEqual([200, "image/png"]);
  }
});
