/** Being woken while nobody looks: by whom, with what, and by nobody any more once it was read or isn't theirs. */
import type { Person } from "../person.ts";
import { PushService } from "../pushservice.ts";
import { test as base, expect } from "../stage.ts";

const test = base.extend<{ service: PushService }>({
  serviceWorkers: "allow",
  service: async ({}, use) => {
    const service = await PushService.open();
    await use(service);
    service.close();
  },
  settings: {
    WORKLOOP_EGRESS_NETWORKS: "127.0.0.1/32",
    // As short as a test can wait, and long enough to leave a channel in.
    WORKLOOP_PUSH_WAIT_SECONDS: "2",
  },
});

/** What is on the person's screen, beside the pages. */
const shown = (person: Person) =>
  person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return ((await registration?.getNotifications()) ?? []).map(({ title, body }) => ({ title, body }));
  });

/** They choose to be woken, in settings. */
async function wants(person: Person, service: PushService, choice: string): Promise<void> {
  await service.serve(person);
  await person.open("/account/notifications");
  const select = person.page.getByRole("combobox", { name: "Wake this browser" });
  await select.selectOption({ label: choice });
  await expect(select).toBeEnabled();
  await expect(select).toHaveValue(choice.includes("without") ? "bare" : "text");
}

async function idOf(person: Person): Promise<string> {
  return (await person.api.ask<{ id: string }>("GET", "/account")).id;
}

/** The next push, once it has come. */
async function next(service: PushService, count: number): Promise<Record<string, unknown>> {
  await expect.poll(() => service.got.length, { timeout: 30_000 }).toBe(count);
  return service.got[count - 1] ?? {};
}

/** Long enough for a push that there mustn't be. */
const quiet = (person: Person) => person.page.waitForTimeout(5_000);

test("a mention reaches the worker, and its notification opens the message", async ({ ada, member, service }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await wants(bela, service, "Yes, and say what was written");
  const said = await ada.api.say(general, `<@${await idOf(bela)}> the ferry leaves at six`);
  const pushed = await next(service, 1);
  expect(pushed).toMatchObject({ author: "Ada", channel: "general", text: "@Bela the ferry leaves at six" });
  await service.deliver(bela, pushed);
  await expect.poll(() => shown(bela)).toEqual([{ title: "Ada in #general", body: "@Bela the ferry leaves at six" }]);
  // Nothing may press one for a test, so the worker is told that somebody did.
  const [worker] = bela.context.serviceWorkers();
  await worker?.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await registration.getNotifications();
    const pressed = Object.assign(new Event("notificationclick"), { notification, waitUntil: () => {} });
    globalThis.dispatchEvent(pressed);
  });
  await expect(bela.page).toHaveURL(`${bela.url}/c/${general}?at=${said.seq}`);
  await bela.sees("the ferry leaves at six");
  await expect.poll(() => shown(bela)).toEqual([]);
});

test("what a focused window shows isn't shown beside it, and what is read elsewhere goes", async ({ ada, member, service }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await wants(bela, service, "Yes, and say what was written");
  const said = await ada.api.say(general, `<@${await idOf(bela)}> one`);
  const pushed = await next(service, 1);
  await service.deliver(bela, pushed);
  await expect.poll(() => shown(bela)).toHaveLength(1);
  // On another device.
  await bela.api.ask("POST", `/channels/${general}/read`, { thread: null, seq: said.seq, generation: 0 });
  await expect.poll(() => shown(bela)).toEqual([]);
  await bela.enter(general);
  await bela.page.bringToFront();
  await bela.page.locator("body").click();
  await service.deliver(bela, pushed);
  await quiet(bela);
  expect(await shown(bela)).toEqual([]);
});

test("without the text, nothing of it leaves the server", async ({ ada, member, service }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await wants(bela, service, "Yes, without saying what was written");
  await ada.api.say(general, `<@${await idOf(bela)}> a secret`);
  const pushed = await next(service, 1);
  expect(Object.keys(pushed).sort()).toEqual(["about", "reminder", "tag", "url", "v"]);
  await service.deliver(bela, pushed);
  await expect.poll(() => shown(bela)).toEqual([{ title: "New message", body: "" }]);
});

test("nothing comes once they are out, or want it no more", async ({ ada, member, service }) => {
  const bela = await member("Bela");
  const { workspace } = await ada.api.place();
  const id = await idOf(bela);
  type Made = { id: string };
  const bridge = await ada.api.ask<Made>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "bridge", people: [id] });
  await wants(bela, service, "Yes, and say what was written");
  await ada.api.say(bridge.id, `<@${id}> inside`);
  await next(service, 1);
  // Out before the push that waits is sent.
  await ada.api.say(bridge.id, `<@${id}> the code is 4711`);
  await ada.api.ask("DELETE", `/channels/${bridge.id}/members/${id}`);
  await quiet(bela);
  expect(service.got).toHaveLength(1);
  const { general } = await ada.api.place();
  await bela.page.getByRole("combobox", { name: "Wake this browser" }).selectOption({ label: "No" });
  await expect.poll(async () => (await bela.api.ask<{ subscription: unknown }>("GET", "/push")).subscription).toBeNull();
  await ada.api.say(general, `<@${id}> still there?`);
  await quiet(bela);
  expect(service.got).toHaveLength(1);
});

test("a browser that is gone is forgotten", async ({ ada, member, service }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await wants(bela, service, "Yes, and say what was written");
  service.status = 410;
  await ada.api.say(general, `<@${await idOf(bela)}> one`);
  await expect.poll(() => service.refusals, { timeout: 30_000 }).toBe(1);
  await expect.poll(async () => (await bela.api.ask<{ subscription: unknown }>("GET", "/push")).subscription).toBeNull();
});
