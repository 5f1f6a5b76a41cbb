/** What one does by writing `/word`. */
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

test("a command is completed, done, and said to be done", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.composer().pressSequentially("/to");
  await expect(ada.page.getByRole("option", { name: /^\/topic/ })).toBeVisible();
  await expectNoBarriers(ada.page, "commands offered");
  await ada.composer().press("Tab");
  await expect(ada.composer()).toHaveValue("/topic ");
  await ada.composer().pressSequentially("Tides and winds");
  await ada.composer().press("Enter");
  await expect(bela.message("Tides and winds").last()).toBeVisible();
  await expect(ada.composer()).toHaveValue("");
  await ada.say("/me waves");
  await expect(bela.message("waves").locator("em")).toHaveText("waves");
  await ada.say("/shrug");
  await bela.sees("¯\\_(ツ)_/¯");
});

test("what can't be done is said, and the text stays", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.say("/frobnicate the tides");
  await expect(ada.page.getByRole("alert")).toContainText("There is no command /frobnicate");
  await expect(ada.composer()).toHaveValue("/frobnicate the tides");
  await ada.say("/invite @nobody");
  await expect(ada.page.getByRole("alert")).toContainText("There is nobody called @nobody");
  await expect(ada.composer()).toHaveValue("/invite @nobody");
  await ada.say("/leave");
  await expect(ada.page.getByRole("alert")).toBeVisible();
  await expect(ada.composer()).toHaveValue("/leave");
  await ada.say("//topic is a command");
  await ada.sees("/topic is a command");
  await ada.say("/etc/hosts is a path");
  await ada.sees("/etc/hosts is a path");
  await expect(ada.page.getByRole("alert")).toHaveCount(0);
});

test("people are put in and written to, channels muted and left", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace } = await ada.api.place();
  const docks = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "docks" });
  await bela.open("/");
  await ada.enter(docks.id);
  // Enter after a whole name takes the name that is offered.
  await ada.say("/invite @bela ");
  await expect(bela.page.getByRole("link", { name: "docks" })).toBeVisible();
  await bela.enter(docks.id);
  await bela.say("/mute");
  await expect(bela.page.getByRole("link", { name: /docks.*muted/ })).toBeVisible();
  await bela.say("/unmute");
  await expect(bela.page.getByRole("link", { name: /docks.*muted/ })).toHaveCount(0);
  await bela.say("/leave");
  await expect(bela.page.getByRole("link", { name: "docks" })).toHaveCount(0);
  await expect(ada.message("left")).toBeVisible();
  await ada.say("/dm @bela Will you come back?");
  await expect(ada.page.getByRole("heading", { name: "Bela", level: 1 })).toBeVisible();
  await expect(ada.page.getByRole("listitem").filter({ hasText: "Will you come back?" })).toBeVisible();
  await expect(bela.page.getByRole("link", { name: /\bAda\b/ })).toBeVisible();
});

test("a status is said, with its end, and taken off", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await bela.enter(general);
  await ada.enter(general);
  await ada.say("I'm off.");
  await ada.composer().pressSequentially("/status :palm_t");
  await ada.page.getByRole("option", { name: "palm_tree" }).click();
  await ada.composer().pressSequentially("At sea for 2 hours");
  await ada.composer().press("Enter");
  const mark = bela.message("I'm off.").getByRole("img", { name: /^🌴 At sea · until / });
  await expect(mark).toBeVisible();
  await mark.hover();
  await expect(bela.page.getByText(/^🌴 At sea · until /)).toBeVisible();
  await ada.say("/status :no_such: At sea");
  await expect(ada.page.getByRole("alert")).toContainText("There is no emoji :no_such:");
  await ada.say("/status clear");
  await expect(mark).toHaveCount(0);
  await ada.say("/status ");
  await expect(ada.page.getByRole("dialog", { name: "Your status" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.composer()).toBeFocused();
});

test("a reminder in words, and help", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.say("/remind me to water the plants");
  await expect(ada.page.getByRole("alert")).toContainText("Say when");
  await ada.composer().pressSequentially(" in 20 minutes");
  await ada.composer().press("Enter");
  await expect(ada.page.getByText(/^You'll be reminded (today|tomorrow) at .*: water the plants$/)).toBeVisible();
  await ada.page.getByRole("link", { name: "Later" }).click();
  await expect(ada.page.getByRole("region", { name: "Later" }).getByText("water the plants")).toBeVisible();
  await ada.enter(general);
  await ada.say("/help");
  const help = ada.page.getByRole("dialog", { name: "Commands" });
  await expect(help).toContainText("/remind me what in 20 minutes");
  await expectNoBarriers(ada.page, "help for commands");
  await ada.page.keyboard.press("Escape");
  await expect(ada.composer()).toBeFocused();
});
