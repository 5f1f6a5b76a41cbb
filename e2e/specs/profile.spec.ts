/** Who somebody is: from their name, wherever it stands, to what one may know of them. */
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("a name and a mention lead to a profile, and from there to a direct message", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await bela.api.ask("PATCH", "/account", { title: "Rigger", time_zone: "Asia/Kathmandu", status: { emoji: "⛵", text: "At sea" } });
  const me = await bela.api.ask<{ id: string; handle: string }>("GET", "/account");
  await bela.api.say(general, "Who splices this?");
  await ada.api.say(general, `<@${me.id}> does`);
  await ada.enter(general);
  await ada.message("Who splices this?").getByRole("link", { name: "Bela", exact: true }).click();
  const profile = ada.page.getByRole("complementary", { name: "Profile" });
  await expect(profile.getByRole("heading", { name: "Bela" })).toBeVisible();
  await expect(profile).toContainText(`@${me.handle}`);
  await expect(profile).toContainText("Rigger");
  await expect(profile).toContainText("⛵ At sea");
  await expect(profile.getByText(/h (ahead of|behind) you/)).toBeVisible();
  await expectNoBarriers(ada.page, "profile");

  // What changes of them changes there.
  await bela.api.ask("PATCH", "/account", { title: "Bosun", status: null });
  await expect(profile).toContainText("Bosun");
  await expect(profile).not.toContainText("At sea");

  // Back closes it, and so does Escape.
  await ada.page.goBack();
  await expect(profile).toHaveCount(0);
  await ada.message("does").getByRole("link", { name: "@Bela" }).click();
  await expect(profile.getByRole("heading", { name: "Bela" })).toBeVisible();
  await profile.getByRole("button", { name: "Close profile" }).press("Escape");
  await expect(profile).toHaveCount(0);
  await ada.message("does").getByRole("link", { name: "@Bela" }).click();
  await profile.getByRole("button", { name: "Message", exact: true }).click();
  await expect(ada.page.getByRole("heading", { name: "Bela", level: 1 })).toBeVisible();
  await expect(profile).toHaveCount(0);
});

test("a profile stands before the thread it was opened from, and the thread comes back", async ({ ada }) => {
  const { general } = await ada.api.place();
  const { id } = await ada.api.say(general, "A root");
  await ada.api.say(general, "A reply", id);
  await ada.enter(general);
  await ada.openThread("A root");
  await ada.message("A reply", ada.thread()).getByRole("link", { name: "Ada" }).click();
  const profile = ada.page.getByRole("complementary", { name: "Profile" });
  await expect(profile.getByText("Owner")).toBeVisible();
  await profile.getByRole("button", { name: "Close profile" }).click();
  await ada.sees("A reply", ada.thread());
});

test("by keyboard and on a phone", async ({ ada, stranger }) => {
  const { general } = await ada.api.place();
  await ada.api.say(general, "Hello");
  await ada.enter(general);
  await ada.message("Hello").focus();
  await ada.page.keyboard.press("Tab");
  await expect(ada.message("Hello").getByRole("link", { name: "Ada" })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  const profile = ada.page.getByRole("complementary", { name: "Profile" });
  await expect(profile.getByRole("button", { name: "Edit your profile" })).toBeVisible();

  const there = await stranger("Ada's phone", PHONE);
  await there.context.addCookies(await ada.context.cookies());
  await there.enter(general);
  await there.message("Hello").getByRole("link", { name: "Ada" }).tap();
  await expect(there.page.getByRole("heading", { name: "Profile" })).toBeVisible();
  await expectNoBarriers(there.page, "profile on a phone");
  await there.page.goBack();
  await expect(there.composer()).toBeVisible();
});
