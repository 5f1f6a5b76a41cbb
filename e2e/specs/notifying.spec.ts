/** Notifications of the browser, and the sound that goes with them. */
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

test.use({ serviceWorkers: "allow" });

const ALLOWED: BrowserContextOptions = { permissions: ["notifications"] };
const SETTINGS = "/account/notifications";

interface Told {
  title: string;
  body: string;
  url: string;
}

/** What stands on the screen, whichever tab put it there. */
const standing = (page: Page): Promise<Told[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const all = (await registration?.getNotifications()) ?? [];
    return all.map(({ title, body, data }) => ({ title, body, url: (data as { url?: string } | null)?.url ?? "" }));
  });

async function turnsOn(person: Person): Promise<void> {
  await person.open(SETTINGS);
  await person.page.getByRole("switch", { name: "Show notifications" }).click();
  await expect(person.page.getByRole("switch", { name: "Show notifications" })).toBeChecked();
}

/** A direct message with somebody, by its id. */
async function directWith(person: Person, name: string): Promise<string> {
  const { workspace } = await person.api.place();
  const { rows } = await person.api.ask<{ rows: { user: string; name: string }[] }>("GET", `/workspaces/${workspace}/people?limit=10`);
  const user = rows.find((it) => it.name === name)?.user;
  return (await person.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/direct`, { people: [user] })).id;
}

test("what concerns one is told once over all tabs, and taken off where it's read", async ({ ada, member }) => {
  const bela = await member("Bela", ALLOWED);
  const { general, workspace } = await ada.api.place();
  const docks = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "docks" });
  await bela.api.ask("POST", `/channels/${docks.id}/members`, { users: [] });
  const { id: me } = await bela.api.ask<{ id: string }>("GET", "/account");
  await bela.page.addInitScript(() => {
    const { showNotification } = ServiceWorkerRegistration.prototype;
    Object.assign(window, { shows: 0 });
    ServiceWorkerRegistration.prototype.showNotification = function (...args) {
      (window as unknown as { shows: number }).shows += 1;
      return showNotification.apply(this, args);
    };
  });
  await turnsOn(bela);
  await bela.enter(docks.id);
  const second = await bela.context.newPage();
  await second.goto(`${bela.url}/threads`);
  await expect(second.getByRole("heading", { name: "Threads" })).toBeVisible();
  // Not wanted of a channel, looked at, and one's own: none is told.
  await ada.api.say(general, "To everybody.");
  await ada.api.say(docks.id, `To <@${me}>, who looks.`);
  await bela.api.say(general, "My own.");
  await ada.api.say(general, `Psst, <@${me}>, come to the **docks**.`);
  await expect.poll(() => standing(bela.page)).toEqual([
    { title: "Ada in #general", body: "Psst, @Bela, come to the docks.", url: expect.stringMatching(new RegExp(`^/c/${general}\\?at=\\d+$`)) },
  ]);
  await ada.api.say(general, `<@${me}>!`);
  await expect.poll(() => standing(bela.page)).toEqual([expect.objectContaining({ title: "(2) Ada in #general" })]);
  // A conversation that's new to one: its first message too.
  const direct = await directWith(ada, "Bela");
  const { seq } = await ada.api.say(direct, "Are you there?");
  await expect.poll(() => standing(bela.page)).toContainEqual(expect.objectContaining({ title: "Ada", body: "Are you there?" }));
  const shows = await Promise.all([bela.page, second].map((page) => page.evaluate(() => (window as unknown as { shows?: number }).shows ?? 0)));
  expect(shows.reduce((a, b) => a + b)).toBe(3);
  await bela.api.ask("POST", `/channels/${direct}/read`, { thread: null, seq, generation: 0 });
  await expect.poll(() => standing(bela.page)).toEqual([expect.objectContaining({ title: "(2) Ada in #general" })]);
  await bela.enter(general);
  await expect.poll(() => standing(bela.page)).toEqual([]);
});

test("only that there is something, a sound, and a test", async ({ ada, member }) => {
  const bela = await member("Bela", ALLOWED);
  await bela.page.addInitScript(() => {
    const { createOscillator } = AudioContext.prototype;
    Object.assign(window, { notes: 0 });
    AudioContext.prototype.createOscillator = function () {
      (window as unknown as { notes: number }).notes += 1;
      return createOscillator.apply(this);
    };
  });
  const notes = () => bela.page.evaluate(() => (window as unknown as { notes: number }).notes);
  await turnsOn(bela);
  await bela.page.getByRole("button", { name: "Send a test notification" }).click();
  await expect(bela.page.getByRole("status").filter({ hasText: "It is sent." })).toBeVisible();
  expect(await standing(bela.page)).toMatchObject([{ title: "Workloop" }]);
  expect(await notes()).toBe(2);
  await expectNoBarriers(bela.page, "notifications");
  await bela.page.getByRole("switch", { name: "Show who wrote and what" }).click();
  await bela.page.getByRole("switch", { name: "Play a quiet sound" }).click();
  await ada.api.say(await directWith(ada, "Bela"), "The combination is 1234.");
  await expect.poll(() => standing(bela.page)).toContainEqual(expect.objectContaining({ body: "There is something new for you." }));
  expect(await notes()).toBe(2);
  // No test can press one on the system's screen: the worker is told that it was.
  const [worker] = bela.context.serviceWorkers();
  await worker?.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const notification = (await registration.getNotifications()).find((it) => it.data);
    const pressed = Object.assign(new Event("notificationclick"), { notification, waitUntil: () => {} });
    globalThis.dispatchEvent(pressed);
  });
  await expect(bela.page.getByText("The combination is 1234.")).toBeVisible();
  await expect.poll(() => standing(bela.page)).toEqual([expect.objectContaining({ title: "Workloop", url: "" })]);
});

test("a browser that blocks them says how to change that", async ({ member }) => {
  const bela = await member("Bela");
  await bela.open(SETTINGS);
  await expect(bela.page.getByText("This browser blocks notifications from Workloop.")).toBeVisible();
  await expect(bela.page.getByRole("switch", { name: "Show notifications" })).toBeDisabled();
  await expectNoBarriers(bela.page, "notifications blocked");
});

test("they're offered once something waits, and asked for by a press only", async ({ ada, member }) => {
  const bela = await member("Bela");
  await bela.page.addInitScript(() => {
    Object.defineProperty(Notification, "permission", { get: () => "default" });
    Notification.requestPermission = () => Promise.resolve("default");
  });
  const { general } = await ada.api.place();
  await bela.enter(general);
  const offer = bela.page.getByRole("link", { name: "Be notified of messages for you" });
  await expect(offer).toHaveCount(0);
  await ada.api.say(await directWith(ada, "Bela"), "Are you there?");
  await expect(offer).toBeVisible();
  await expectNoBarriers(bela.page, "notifications offered");
  await offer.click();
  await bela.page.getByRole("switch", { name: "Show notifications" }).click();
  await expect(bela.page.getByText("The browser asked and got no answer.")).toBeVisible();
  await bela.enter(general);
  await bela.page.getByRole("button", { name: "No notifications on this device" }).click();
  await expect(offer).toHaveCount(0);
  await bela.page.reload();
  await expect(bela.composer()).toBeVisible();
  await expect(offer).toHaveCount(0);
});

test("outside of one's hours nothing is shown, on all devices", async ({ ada, member }) => {
  const bela = await member("Bela", ALLOWED);
  const { general } = await ada.api.place();
  const { id } = await bela.api.ask<{ id: string }>("GET", "/account");
  await turnsOn(bela);
  const { page } = bela;
  await page.getByLabel("Notify me").selectOption("On days I choose");
  const days = page.getByRole("group", { name: "Days" });
  await expect(days.getByRole("checkbox")).toHaveCount(7);
  for (const day of await days.getByRole("checkbox").all()) await day.setChecked(false);
  await expect(page.getByText("Choose at least one day.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save hours" })).toBeDisabled();
  await page.getByLabel("Notify me").selectOption("Every day");
  // Hours that begin in a while and end long before they would be now.
  const clock = (later: number) => new Date(Date.now() + later * 3_600_000).toTimeString().slice(0, 5);
  await page.getByLabel("From").fill(clock(6));
  await page.getByLabel("Until").fill(clock(6));
  await expect(page.getByText("Choose two different times.")).toBeVisible();
  await page.getByLabel("Until").fill(clock(9));
  await expectNoBarriers(page, "hours");
  await page.getByRole("button", { name: "Save hours" }).press("Enter");
  await expect(page.getByText("Your hours are saved.")).toBeVisible();
  await expect(page.getByText("outside of your hours")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Notify me")).toHaveValue("everyDay");
  await expect(page.getByLabel("From")).toHaveValue(clock(6));

  await bela.open("/threads");
  await ada.api.say(general, `<@${id}>, in the night.`);
  await expect(page.getByRole("link", { name: "general 1 for you" })).toBeVisible();
  expect(await standing(page)).toEqual([]);
  await bela.api.ask("PATCH", "/account", { notices: { missed: "soon", excerpts: true, hours: null } });
  await ada.api.say(general, `<@${id}>, in the day.`);
  await expect.poll(async () => (await standing(page)).length).toBe(1);
});
