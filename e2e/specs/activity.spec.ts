/** What concerns one, from every channel: who called one, and what others thought of one's words. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const rows = (person: Person) => person.page.getByRole("list", { name: "Activity" }).getByRole("listitem");

test("who calls one and who reacts is listed as it happens, and leads to where it was", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general, workspace } = await ada.api.place();
  const { id } = await bela.api.ask<{ id: string }>("PATCH", "/account", { keywords: ["tide"] });
  await ada.api.ask("POST", `/workspaces/${workspace}/groups`, { handle: "crew", name: "Crew", people: [id] });
  const group = (await ada.api.ask<{ rows: { id: string }[] }>("GET", `/workspaces/${workspace}/groups`)).rows[0]?.id;
  await bela.enter(general);
  const mine = await bela.api.say(general, "I moored the boat.");
  await bela.page.keyboard.press("Alt+Shift+KeyA");
  await expect(bela.page.getByRole("heading", { name: "Activity" })).toBeVisible();
  await expect(bela.page.getByText("Nothing for you yet")).toBeVisible();
  await expectNoBarriers(bela.page, "no activity");
  const named = await ada.api.say(general, `The helm is yours, <@${id}>.`);
  await ada.api.say(general, "<!channel> all hands");
  await ada.api.say(general, `<@${group}> to the ropes`);
  await ada.api.say(general, "The tide turns.");
  await ada.api.say(general, "Nothing to see.");
  await ada.api.ask("PUT", `/channels/${general}/messages/${mine.id}/reactions/${encodeURIComponent("🎉")}`, {});
  await expect(rows(bela)).toHaveText([
    /new.*🎉 Ada.*in #general.*I moored the boat/,
    /Ada.*new.*The tide turns/,
    /Ada.*new.*@crew to the ropes/,
    /Ada.*new.*@channel all hands/,
    /Ada.*new.*The helm is yours, @Bela/,
  ]);
  await expectNoBarriers(bela.page, "activity");
  await bela.page.getByRole("button", { name: "Reactions" }).click();
  await expect(rows(bela)).toHaveCount(1);
  await bela.page.getByRole("button", { name: "Mentions", exact: true }).press("Enter");
  await expect(rows(bela)).toHaveCount(4);
  await ada.api.ask("PATCH", `/channels/${general}/messages/${named.id}`, { text: "The helm is free." });
  await expect(rows(bela)).toHaveCount(3);
  await rows(bela).filter({ hasText: "all hands" }).getByRole("link").click();
  await expect(bela.message("all hands")).toBeInViewport();
  // What was read and looked at is new no more; what is taken back is gone.
  await expect(bela.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /general/ })).not.toContainText("for you");
  await bela.page.getByRole("link", { name: "Activity" }).click();
  await expect(rows(bela)).toHaveCount(4);
  await expect(rows(bela).filter({ hasText: "new" })).toHaveCount(0);
  await ada.api.ask("DELETE", `/channels/${general}/messages/${mine.id}/reactions/${encodeURIComponent("🎉")}`);
  await expect(rows(bela)).toHaveCount(3);
});

test("activity is read on a phone, and tells what went wrong", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  const { id } = await bela.api.ask<{ id: string }>("GET", "/account");
  for (let number = 0; number < 60; number += 1) await ada.api.say(general, `${number} <@${id}>`);
  const broken = "**/activity?*";
  await bela.page.route(broken, (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }));
  await bela.open("/mentions");
  await expect(bela.page.getByRole("button", { name: "Try again" })).toBeVisible();
  await bela.page.unroute(broken);
  await bela.page.getByRole("button", { name: "Try again" }).tap();
  await expect(rows(bela)).toHaveCount(50);
  await expect(bela.page.getByRole("button", { name: "Mentions", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expectNoBarriers(bela.page, "activity on a phone");
  await bela.page.getByRole("button", { name: "Show more" }).tap();
  await expect(rows(bela)).toHaveCount(60);
});
