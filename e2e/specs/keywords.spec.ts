/** Words of one's own that concern one as a mention does. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

test.use({ serviceWorkers: "allow" });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const list = (person: Person) => person.page.getByRole("list", { name: "Keywords" });
const marked = (person: Person, text: string) => person.message(text).locator("mark");

test("a keyword is added by keyboard, counts and stands out wherever others write it, until it's taken off", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general, workspace } = await ada.api.place();
  const { id: dock } = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "dock" });
  await bela.api.ask("POST", `/channels/${dock}/members`, { users: [] });
  await bela.open("/account/notifications");
  const field = bela.page.getByLabel("Word or phrase");
  await field.fill("high tide");
  await field.press("Enter");
  await expect(list(bela).getByText("high tide")).toBeVisible();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("");
  await bela.page.keyboard.type("HIGH  TIDE");
  await bela.page.keyboard.press("Enter");
  await expect(field).toHaveValue("");
  await expect(list(bela).getByRole("listitem")).toHaveCount(1);
  await expectNoBarriers(bela.page, "keywords");
  await bela.enter(general);
  await ada.api.say(dock, "High Tide at four, `high tide` in code, no high tides.");
  const row = bela.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /dock/ });
  await expect(row).toContainText("1 for you");
  await expect(bela.page).toHaveTitle(/^\(1\)/);
  await bela.page.reload();
  await expect(row).toContainText("1 for you");
  await row.click();
  await expect(marked(bela, "at four")).toHaveText("High Tide");
  await expect(row).not.toContainText("for you");
  await expectNoBarriers(bela.page, "a message with a keyword");
  // Nobody else has it, and nobody's own message concerns them.
  await ada.enter(dock);
  await expect(ada.message("at four")).toBeVisible();
  await expect(marked(ada, "at four")).toHaveCount(0);
  await bela.api.say(dock, "The high tide, from me.");
  await expect(bela.message("from me")).toBeVisible();
  await expect(marked(bela, "from me")).toHaveCount(0);
  await bela.open("/account/notifications");
  await bela.page.getByRole("button", { name: "Remove high tide" }).press("Enter");
  await expect(bela.page.getByText("No keywords yet.")).toBeVisible();
  await bela.enter(dock);
  await expect(bela.message("at four")).toBeVisible();
  await expect(marked(bela, "at four")).toHaveCount(0);
});

test("what says one's keyword is notified, once, and ends with the message", async ({ ada, member }) => {
  const bela = await member("Bela", { permissions: ["notifications"] });
  const { general } = await ada.api.place();
  const { id } = await bela.api.ask<{ id: string }>("PATCH", "/account", { keywords: ["tide"] });
  await bela.open("/account/notifications");
  await bela.page.getByRole("switch", { name: "Show notifications" }).click();
  const shown = () => bela.page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((it) => it.title));
  const { id: said } = await ada.api.say(general, "The tide is in.");
  await expect.poll(shown).toEqual(["Ada in #general"]);
  await ada.api.ask("DELETE", `/channels/${general}/messages/${said}`);
  await expect.poll(shown).toEqual([]);
  await expect(bela.page).toHaveTitle(/^(?!\()/);
  // A mention that has it too is told as one.
  await ada.api.say(general, `<@${id}>, the tide!`);
  await expect.poll(shown).toEqual(["Ada in #general"]);
});

test("keywords are kept on a phone too, in any script, and have an end", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  const words = Array.from({ length: 23 }, (_, index) => `word ${index}`);
  await bela.api.ask("PATCH", "/account", { keywords: words });
  await bela.open("/account/notifications");
  for (const word of ["東京", "नमस्ते"]) {
    await bela.page.getByLabel("Word or phrase").fill(word);
    await bela.page.getByRole("button", { name: "Add" }).tap();
    await expect(list(bela).getByText(word)).toBeVisible();
  }
  await expect(bela.page.getByRole("button", { name: "Add" })).toBeDisabled();
  await expect(bela.page.getByText("Those are 25 keywords")).toBeVisible();
  await expectNoBarriers(bela.page, "keywords on a phone");
  await ada.api.say(general, "東京タワーへ行く, नमस्ते!");
  await bela.enter(general);
  await expect(marked(bela, "タワー")).toHaveText(["東京", "नमस्ते"]);
});
