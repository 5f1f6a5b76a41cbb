/** Keeping and passing on: pins, saved messages, links, forwarding, thinking again. */
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("what one pins, everyone finds", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.api.say(general, "High tide at six.");
  const root = await ada.api.say(general, "Who has the watch?");
  await bela.api.say(general, "Cleo, until four.", root.id);
  await ada.enter(general);
  await bela.enter(general);
  await bela.chooseMore("High tide at six.", "Pin");
  await expect(ada.message("High tide at six.")).toContainText("Pinned by Bela");
  await ada.press("Details");
  const pins = ada.page.getByRole("region", { name: "Pinned messages" });
  await expect(pins.getByRole("listitem")).toHaveText([/Ada.*pinned by Bela.*High tide at six\./]);
  // The keyboard's way, in a thread.
  await bela.openThread("Who has the watch?");
  await bela.message("Cleo, until four.", bela.thread()).focus();
  await bela.page.keyboard.press("p");
  await expect(pins.getByRole("listitem")).toHaveCount(2);
  await expect(pins.getByRole("listitem").first()).toContainText("Cleo, until four.");
  await expectNoBarriers(ada.page, "pinned messages");
  // Escape closes the menu and not what it stands in.
  const reply = bela.message("Cleo, until four.", bela.thread());
  await reply.hover();
  await reply.getByRole("button", { name: "More actions" }).click();
  await expect(reply.getByRole("menuitem", { name: "Forward" })).toBeFocused();
  await expectNoBarriers(bela.page, "a message's menu");
  await bela.page.keyboard.press("Escape");
  await expect(reply.getByRole("button", { name: "More actions" })).toBeFocused();
  await expect(bela.thread()).toBeVisible();
  await pins.getByRole("link", { name: /High tide/ }).click();
  await expect(ada.page).toHaveURL(/\/about\?at=\d+$/);
  await expect(pins).toBeVisible();
  await expect(ada.message("High tide at six.")).toBeInViewport();
  await pins.getByRole("listitem").filter({ hasText: "High tide" }).getByRole("button", { name: "Unpin" }).click();
  await expect(bela.message("High tide at six.")).not.toContainText("Pinned");
  await expect(pins.getByRole("listitem")).toHaveCount(1);
  await pins.getByRole("link", { name: /Cleo, until four/ }).click();
  await ada.sees("Cleo, until four.", ada.thread());
});

test("what one saves is on all one's devices, and says nothing once one may not read it", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general, workspace } = await ada.api.place();
  const made = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "bridge" });
  const me = await bela.api.ask<{ account: { id: string } }>("GET", "/snapshot");
  await ada.api.ask("POST", `/channels/${made.id}/members`, { users: [me.account.id] });
  await ada.api.say(general, "High tide at six.");
  await ada.api.say(made.id, "The code is 4711.");
  const other = await bela.context.newPage();
  await other.goto(`${bela.url}/saved`);
  await expect(other.getByText("Nothing saved")).toBeVisible();
  await bela.enter(general);
  await bela.message("High tide at six.").focus();
  await bela.page.keyboard.press("s");
  await expect(bela.message("High tide at six.")).toContainText("Saved");
  const rows = other.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveText([/Ada.*in #general.*High tide at six\./]);
  await bela.enter(made.id);
  await bela.message("The code is 4711.").hover();
  await bela.message("The code is 4711.").getByRole("button", { name: "Save for later" }).click();
  await expect(rows).toHaveCount(2);
  await expectNoBarriers(other, "saved messages");
  await ada.api.ask("DELETE", `/channels/${made.id}/members/${me.account.id}`);
  await expect(rows.first()).toContainText("You can't see this message any more.");
  await expect(other.getByText("4711")).toHaveCount(0);
  await rows.first().getByRole("button", { name: "Take off the list" }).click();
  await expect(rows).toHaveCount(1);
  await rows.getByRole("link").click();
  await expect(other.getByRole("region", { name: "#general" }).getByText("High tide at six.")).toBeInViewport();
});

test("a copied link opens a reply in its thread, and nothing for who isn't inside", async ({ ada, member }) => {
  const bela = await member("Bela");
  const cleo = await member("Cleo");
  const { workspace } = await ada.api.place();
  const made = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "bridge" });
  const me = (await bela.api.ask<{ account: { id: string } }>("GET", "/snapshot")).account.id;
  await ada.api.ask("POST", `/channels/${made.id}/members`, { users: [me] });
  const root = await ada.api.say(made.id, "Who has the watch?");
  await ada.api.say(made.id, "I do.", root.id);
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.enter(made.id);
  await ada.message("Who has the watch?").getByRole("button", { name: "1 reply" }).click();
  await ada.message("I do.", ada.thread()).focus();
  await ada.page.keyboard.press("c");
  await expect(ada.page.getByText("Link copied.")).toBeVisible();
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  await bela.page.goto(link);
  await expect(bela.message("I do.", bela.thread())).toBeInViewport();
  await cleo.page.goto(link);
  await expect(cleo.page.getByText("You're not in this channel")).toBeVisible();
  await expect(cleo.page.getByText("I do.")).toHaveCount(0);
  // In a message it opens here, not in another window.
  await ada.api.say(made.id, `See ${link}`);
  await bela.page.goto(`${bela.url}/c/${made.id}`);
  await expect(bela.message("See").getByRole("blockquote")).toContainText("I do.");
  await expectNoBarriers(bela.page, "a link with what it leads to");
  await bela.message("See").getByRole("link", { name: link }).click();
  await expect(bela.message("I do.", bela.thread())).toBeInViewport();
  const { general } = await ada.api.place();
  await ada.api.say(general, `Look at ${link}`);
  await cleo.enter(general);
  await cleo.sees("Look at");
  await cleo.page.waitForLoadState("networkidle");
  await expect(cleo.message("Look at").getByRole("blockquote")).toHaveCount(0);
  await expect(cleo.page.getByText("I do.")).toHaveCount(0);
  await bela.enter(general);
  await expect(bela.message("Look at").getByRole("blockquote")).toContainText("in a thread in #bridge");
});

test("a message is said again elsewhere, with where it's from", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general, workspace } = await ada.api.place();
  const made = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "deck" });
  await bela.api.ask("POST", `/channels/${made.id}/members`, { users: [] });
  const me = (await bela.api.ask<{ account: { id: string } }>("GET", "/snapshot")).account.id;
  await ada.api.say(general, `**High tide** at six, <@${me}>.`);
  let isDeaf = false;
  await ada.page.routeWebSocket(/\/gateway/, (page) => {
    const server = page.connectToServer();
    server.onMessage((frame) => !isDeaf && page.send(frame));
    page.onMessage((frame) => server.send(frame));
  });
  await bela.enter(made.id);
  await ada.enter(general);
  await ada.message("High tide").focus();
  await ada.page.keyboard.press("f");
  const dialog = ada.page.getByRole("dialog", { name: "Forward message" });
  await expect(dialog.getByRole("button", { name: "Forward", exact: true })).toBeDisabled();
  await dialog.getByRole("combobox", { name: "To" }).fill("deck");
  await ada.page.keyboard.press("Enter");
  await dialog.getByLabel("Comment").fill("Be early.");
  await expectNoBarriers(ada.page, "forwarding");
  await dialog.getByRole("button", { name: "Forward", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await bela.sees("Be early.");
  const row = bela.message("Be early.");
  await expect(row.getByRole("blockquote")).toContainText("High tide at six, @Bela.");
  await expect(row.getByRole("blockquote")).toContainText("— Ada, in #general");
  await row.getByRole("link", { name: "in #general" }).click();
  await expect(bela.message("High tide at six")).toBeInViewport();
  // What was taken back a moment ago isn't passed on, though nobody told this page yet.
  isDeaf = true;
  await ada.message("High tide").focus();
  await ada.page.keyboard.press("f");
  await dialog.getByRole("combobox", { name: "To" }).fill("Bela");
  await ada.page.keyboard.press("Enter");
  const [first] = (await ada.api.messages(general)).filter((it) => it.text.includes("High tide"));
  await ada.api.ask("DELETE", `/channels/${general}/messages/${first?.id}`);
  await dialog.getByRole("button", { name: "Forward", exact: true }).click();
  await expect(dialog.getByText("This message was deleted meanwhile.")).toBeVisible();
});

test("a deleted message can be kept for a moment, and is gone after it", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.say("We sail at noon.");
  await bela.sees("We sail at noon.");
  await ada.message("We sail at noon.").focus();
  await ada.page.keyboard.press("Delete");
  await expect(ada.message("We sail at noon.")).toHaveCount(0);
  await ada.message("Deleted for everyone.").getByRole("button", { name: "Undo" }).click();
  await ada.sees("We sail at noon.");
  await ada.page.waitForTimeout(7_000);
  await bela.sees("We sail at noon.");
  await ada.delete("We sail at noon.");
  await expect(ada.message("Deleted for everyone.")).toBeFocused();
  await ada.page.keyboard.press("Tab");
  await expect(ada.message("Deleted for everyone.").getByRole("button", { name: "Undo" })).toBeFocused();
  await expectNoBarriers(ada.page, "a message deleted a moment ago");
  await expect(bela.message("Ada deleted a message.")).toBeVisible({ timeout: 15_000 });
  await expect(ada.message("Ada deleted a message.")).toBeFocused();
  await ada.say("We sail at one.");
  await bela.sees("We sail at one.");
  await ada.sees("We sail at one.");
  await ada.delete("We sail at one.");
  await expect(ada.message("Deleted for everyone.")).toBeVisible();
  // Whoever leaves the page meant it.
  await ada.page.goto("about:blank");
  await expect(bela.message("Ada deleted a message.")).toHaveCount(2, { timeout: 4_000 });
});

test("on a phone pins and saved messages are a finger away", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  const said = await ada.api.say(general, "High tide at six.");
  await bela.api.ask("PUT", `/channels/${general}/messages/${said.id}/pin`);
  await bela.api.ask("PUT", `/channels/${general}/messages/${said.id}/saved`);
  await bela.open(`/c/${general}/about`);
  await bela.page.getByRole("region", { name: "Pinned messages" }).getByRole("link", { name: /High tide/ }).click();
  await expect(bela.message("High tide at six.")).toBeInViewport();
  await bela.open("/");
  await bela.page.getByRole("link", { name: "Saved" }).click();
  await expect(bela.page.getByRole("main").getByRole("listitem")).toContainText("High tide at six.");
  await expectNoBarriers(bela.page, "saved messages on a phone");
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
});
