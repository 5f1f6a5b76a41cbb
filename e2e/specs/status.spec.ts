/** What people say of themselves for a while. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

test.use({ serviceWorkers: "allow" });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function asks(person: Person, item: string): Promise<void> {
  await person.page.getByRole("button", { name: "Harbour: menu" }).click();
  await person.page.getByRole("menuitem", { name: item }).click();
}

const dialog = (person: Person) => person.page.getByRole("dialog", { name: "Your status" });
const mark = (person: Person, words: string) => person.message("Off I go.").getByRole("img", { name: words });
const direct = (person: Person) => person.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Ada/ });

test("a status is said from a suggestion, seen beside the name, and taken off", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general, workspace } = await ada.api.place();
  await ada.api.say(general, "Off I go.");
  const { rows } = await bela.api.ask<{ rows: { user: string }[] }>("GET", `/workspaces/${workspace}/people?limit=10`);
  await bela.api.ask("POST", `/workspaces/${workspace}/direct`, { people: [rows[0]?.user] });
  await bela.enter(general);
  await ada.enter(general);
  await asks(ada, "Set a status");
  await dialog(ada).getByRole("button", { name: "On holiday" }).click();
  await expect(dialog(ada).getByLabel("What are you doing?")).toHaveValue("On holiday");
  await expectNoBarriers(ada.page, "choosing a status");
  await dialog(ada).getByLabel("What are you doing?").fill("On the island");
  await dialog(ada).getByRole("button", { name: "Save" }).click();
  await expect(mark(bela, "🌴 On the island")).toBeVisible();
  await expect(direct(bela).getByRole("img", { name: "🌴 On the island" })).toBeVisible();
  await expectNoBarriers(bela.page, "a status beside names");
  await mark(bela, "🌴 On the island").hover();
  await expect(bela.page.getByText("🌴 On the island")).toBeVisible();
  await bela.page.reload();
  await expect(mark(bela, "🌴 On the island")).toBeVisible();
  await asks(ada, "On the island");
  await dialog(ada).getByRole("button", { name: "Take off" }).click();
  await expect(mark(bela, "🌴 On the island")).toHaveCount(0);
  await expect(mark(ada, "🌴 On the island")).toHaveCount(0);
});

test("do not disturb is seen by others, and nothing is notified meanwhile", async ({ ada, member }) => {
  const bela = await member("Bela", { permissions: ["notifications"] });
  const { general } = await ada.api.place();
  await bela.open("/account/notifications");
  await bela.page.getByRole("switch", { name: "Show notifications" }).click();
  await bela.api.say(general, "Off I go.");
  await ada.enter(general);
  await bela.enter(general);
  await asks(bela, "Set a status");
  await dialog(bela).getByRole("button", { name: "Do not disturb" }).click();
  await expect(dialog(bela).getByRole("switch", { name: "No notifications meanwhile" })).toBeChecked();
  await expectNoBarriers(bela.page, "do not disturb");
  await dialog(bela).getByRole("button", { name: "Save" }).click();
  await expect(mark(ada, "🔕 Do not disturb · until")).toBeVisible();
  await bela.open("/account/notifications");
  await expect(bela.page.getByText(/^Nothing is shown or sounded while your status says: 🔕 Do not disturb/)).toBeVisible();
  const shown = () => bela.page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((it) => it.title));
  const { id } = await bela.api.ask<{ id: string }>("GET", "/account");
  await ada.api.say(general, `<@${id}>, wake up!`);
  await expect(bela.page).toHaveTitle(/^\(1\)/);
  await bela.api.ask("PATCH", "/account", { status: null });
  await expect(bela.page.getByText(/^Nothing is shown/)).toHaveCount(0);
  await ada.api.say(general, `<@${id}>, are you awake?`);
  await expect.poll(shown).toEqual(["Ada in #general"]);
});

test("an emoji of one's own is chosen by keyboard, on a phone too", async ({ member }) => {
  const bela = await member("Bela", PHONE);
  await bela.open();
  await asks(bela, "Set a status");
  await dialog(bela).getByRole("button", { name: "Emoji: 💬" }).click();
  await bela.page.keyboard.press("Escape");
  await expect(dialog(bela)).toBeVisible();
  await dialog(bela).getByRole("button", { name: "Emoji: 💬" }).press("Enter");
  await bela.page.getByLabel("Search emoji").fill("sailboat");
  await expect(bela.page.getByRole("gridcell", { name: "Sailboat" })).toBeVisible();
  await bela.page.keyboard.press("Enter");
  await expect(dialog(bela).getByRole("button", { name: /^Emoji: ⛵/ })).toBeFocused();
  await dialog(bela).getByLabel("Ends").selectOption("In 1 hour");
  await expectNoBarriers(bela.page, "choosing a status on a phone");
  await dialog(bela).getByRole("button", { name: "Save" }).click();
  // It closes once the server has it.
  await expect(dialog(bela)).toHaveCount(0);
  const { status } = await bela.api.ask<{ status: { emoji: string; until: number } }>("GET", "/account");
  expect(status.emoji).toMatch(/^⛵/);
  expect(Math.abs(status.until / 1_000 - Date.now() - 3_600_000)).toBeLessThan(60_000);
});

test("a status ends by itself on every screen", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.api.say(general, "Off I go.");
  await bela.enter(general);
  const until = (Date.now() + 4_000) * 1_000;
  await ada.api.ask("PATCH", "/account", { status: { emoji: "🍽️", text: "At lunch", until } });
  await expect(mark(bela, "🍽️ At lunch")).toBeVisible();
  await expect(mark(bela, "🍽️ At lunch")).toHaveCount(0, { timeout: 8_000 });
});
