/** Messages that are sent later, and reminders. */
import { expectNoBarriers } from "../axe.ts";
import { PASSWORD, account } from "../api.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface Planned {
  id: string;
  text: string;
  state: string;
}

const inSeconds = (seconds: number) => (Date.now() + seconds * 1_000) * 1_000;

/** The last of somebody's plans is due in so many seconds: nobody waits for twenty minutes. */
async function comesDue(person: Person, seconds = 0): Promise<void> {
  const { rows } = await person.api.ask<{ rows: Planned[] }>("GET", "/planned");
  await person.api.ask("PATCH", `/planned/${rows.at(-1)?.id}`, { due_at: inSeconds(seconds) });
}

/** Chooses from the menu beside Send. */
async function sendLater(person: Person, text: string, time: string): Promise<void> {
  await person.composer().fill(text);
  await person.press("Send later");
  await person.page.getByRole("menuitem", { name: time }).click();
}

const pane = (person: Person) => person.page.getByRole("region", { name: "Later" });
const entry = (person: Person, text: string) => pane(person).getByRole("listitem").filter({ hasText: text });

/** The same person at another device. */
async function again(stranger: (name: string) => Promise<Person>, name: string): Promise<Person> {
  const other = await stranger(name);
  await other.api.ask("POST", "/session", { email: account(name).email, password: PASSWORD });
  return other;
}

test("a message is sent later, changed and sent at once, on all devices alike", async ({ ada, member, stranger }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  const tablet = await again(stranger, "Ada");
  await tablet.open("/later");
  await expect(tablet.page.getByText("Nothing planned")).toBeVisible();
  await bela.enter(general);
  await ada.enter(general);
  await sendLater(ada, "Good morning, @bela!", "In 20 minutes");
  await expect(ada.page.getByText(/^Will be sent (today|tomorrow) at /)).toBeVisible();
  await expect(ada.composer()).toHaveValue("");
  await expect(ada.page.getByText(/A message will be sent here (today|tomorrow) at /)).toBeVisible();
  await expect(entry(tablet, "Good morning, @Bela!")).toContainText("#general");
  await expect(bela.message("Good morning")).toHaveCount(0);
  await entry(tablet, "Good morning").getByRole("button", { name: "More" }).click();
  await tablet.page.getByRole("menuitem", { name: "Edit" }).click();
  const dialog = tablet.page.getByRole("dialog", { name: "Change the message" });
  await expect(dialog.getByLabel("Message")).toHaveValue("Good morning, @bela!");
  await dialog.getByLabel("Message").fill("Good evening, @bela!");
  await dialog.getByRole("button", { name: "Save" }).click();
  await ada.page.getByRole("link", { name: "Later" }).click();
  await entry(ada, "Good evening").getByRole("button", { name: "Send now" }).click();
  await bela.sees("Good evening");
  await expect(pane(ada).getByText("Nothing planned")).toBeVisible();
  await expect(tablet.page.getByText("Nothing planned")).toBeVisible();
  await expect(ada.page.getByRole("link", { name: "Later" })).toHaveCount(0);
});

test("its time comes and it goes out by itself", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await bela.enter(general);
  await ada.enter(general);
  await sendLater(ada, "By itself.", "In 1 hour");
  await expect(ada.composer()).toHaveValue("");
  await comesDue(ada);
  await bela.sees("By itself.");
  await ada.sees("By itself.");
  await expect(ada.page.getByText("A message will be sent here")).toHaveCount(0);
});

test("any time can be chosen, and one that has passed is refused", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await sendLater(ada, "Happy new year!", "At another time…");
  const dialog = ada.page.getByRole("dialog", { name: "Send later" });
  const year = new Date().getFullYear();
  await dialog.getByLabel("When").fill(`${year - 1}-01-01T00:00`);
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog.getByText("that time has passed: choose a later one")).toBeVisible();
  await expectNoBarriers(ada.page, "choosing a time");
  const tomorrow = new Date(Date.now() + 86_400_000);
  await dialog.getByLabel("When").fill(`${tomorrow.toISOString().slice(0, 10)}T23:30`);
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog).toBeHidden();
  await ada.page.getByRole("link", { name: "Later" }).click();
  await expect(entry(ada, "Happy new year!")).toContainText(/at .*30/);
  await entry(ada, "Happy new year!").getByRole("button", { name: "More" }).click();
  await ada.page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(ada.page.getByText("Nothing planned")).toBeVisible();
  expect((await ada.api.messages(general)).filter((it) => it.text.includes("Happy"))).toEqual([]);
});

test("what may not be said any more stays, with the reason", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace } = await ada.api.place();
  const cove = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "cove" });
  const { account: me } = await bela.api.ask<{ account: { id: string } }>("GET", "/snapshot");
  await ada.api.ask("POST", `/channels/${cove.id}/members`, { users: [me.id] });
  await bela.enter(cove.id);
  await sendLater(bela, "Between us.", "In 3 hours");
  await expect(bela.composer()).toHaveValue("");
  await ada.api.ask("DELETE", `/channels/${cove.id}/members/${me.id}`);
  await comesDue(bela);
  await bela.open("/later");
  await expect(entry(bela, "Between us.")).toContainText("you weren't in this channel any more");
  await expectNoBarriers(bela.page, "a message that wasn't sent");
  await entry(bela, "Between us.").getByRole("button", { name: "Send now" }).click();
  await expect(bela.page.getByText("You aren't in that channel any more")).toBeVisible();
  expect((await ada.api.messages(cove.id)).filter((it) => it.text === "Between us.")).toEqual([]);
});

test("a reminder comes to every device of its owner until it's done", async ({ ada, member, stranger }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  const tablet = await again(stranger, "Ada");
  await ada.enter(general);
  await bela.api.say(general, "Who brings the charts?");
  await ada.sees("Who brings the charts?");
  await ada.chooseMore("Who brings the charts?", "Remind me");
  const dialog = ada.page.getByRole("dialog", { name: "Remind me about this" });
  await expectNoBarriers(ada.page, "asking to be reminded");
  await dialog.getByLabel("Note").fill("answer Bela");
  await dialog.getByRole("button", { name: "In 20 minutes" }).click();
  await expect(ada.page.getByText(/^You'll be reminded (today|tomorrow) at /)).toBeVisible();
  await tablet.open("/later");
  await expect(entry(tablet, "Bela: Who brings the charts?")).toContainText("answer Bela");
  await comesDue(ada);
  await expect(ada.page.getByText("Reminder: answer Bela")).toBeVisible();
  await expect(ada.page).toHaveTitle(/^\(1\) /);
  await expect(ada.page.getByRole("link", { name: "Later 1 for you" })).toBeVisible();
  await expect(tablet.page.getByRole("heading", { name: "Reminders for you" })).toBeVisible();
  await ada.page.getByRole("link", { name: "Later 1 for you" }).click();
  await entry(ada, "charts").getByRole("button", { name: "Remind me later" }).click();
  await ada.page.getByRole("menuitem", { name: "In 1 hour" }).click();
  await expect(tablet.page.getByRole("heading", { name: "Reminders to come" })).toBeVisible();
  await comesDue(ada);
  await entry(tablet, "charts").getByRole("link").click();
  await tablet.sees("Who brings the charts?");
  await entry(ada, "charts").getByRole("button", { name: "Done" }).click();
  await expect(ada.page.getByText("Nothing planned")).toBeVisible();
  await expect(tablet.page.getByRole("link", { name: /^Later/ })).toHaveCount(0);
  await expect(tablet.page).not.toHaveTitle(/^\(/);
  expect((await bela.api.ask<{ rows: Planned[] }>("GET", "/planned")).rows, "nobody else's").toEqual([]);
});

test("on a phone too", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  await bela.enter(general);
  await sendLater(bela, "From the deck, in the morning.", "Tomorrow at 09:00");
  await expect(bela.composer()).toHaveValue("");
  await expectNoBarriers(bela.page, "a scheduled message on a phone");
  await bela.page.getByRole("link", { name: "Show" }).click();
  await expect(entry(bela, "From the deck")).toContainText("tomorrow at");
  await expectNoBarriers(bela.page, "later on a phone");
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
});
