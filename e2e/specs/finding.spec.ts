/** Finding one's way: the sidebar, the switcher, channels to join, a channel's details. */
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("a channel is made, joined by another and left again", async ({ ada, member }) => {
  const bela = await member("Bela");
  await ada.open();
  await ada.press("Add channels");
  await ada.page.getByRole("menuitem", { name: "Create a channel" }).click();
  await ada.page.getByLabel("Channel name").fill("Release Train!");
  await expect(ada.page.getByLabel("Channel name")).toHaveValue("release-train");
  await expectNoBarriers(ada.page, "new channel");
  await ada.press("Create channel");
  await expect(ada.page.getByRole("heading", { name: "#release-train", exact: true })).toBeVisible();
  await bela.open("/browse");
  await expect(bela.heading("All channels")).toBeVisible();
  await expectNoBarriers(bela.page, "browse");
  await bela.press("Join release-train");
  await expect(bela.page.getByRole("heading", { name: "#release-train", exact: true })).toBeVisible();
  await bela.open("/browse");
  await bela.press("Leave release-train");
  await expect(bela.page.getByRole("button", { name: "Join release-train" })).toBeVisible();
  await expect(bela.page.getByRole("navigation").getByRole("link", { name: "release-train" })).toHaveCount(0);
});

test("a private channel is nobody else's to find", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace } = await ada.api.place();
  await ada.api.ask("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "captains" });
  await bela.open("/browse");
  await expect(bela.page.getByRole("main").getByRole("link", { name: "general" })).toBeVisible();
  await expect(bela.page.getByText("captains")).toHaveCount(0);
});

test("the switcher finds by a few letters and opens with Enter", async ({ ada, member }) => {
  await member("Bela");
  const { workspace, general } = await ada.api.place();
  await ada.api.ask("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "release-train" });
  await ada.enter(general);
  await ada.page.keyboard.press("Control+k");
  await expect(ada.page.getByRole("combobox", { name: "Jump to a channel or person" })).toBeFocused();
  await ada.page.keyboard.type("train");
  await expectNoBarriers(ada.page, "switcher");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("heading", { name: "#release-train", exact: true })).toBeVisible();
  await ada.page.keyboard.press("Control+k");
  await ada.page.keyboard.type("bel");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("heading", { name: "Bela", exact: true, level: 1 })).toBeVisible();
  await ada.page.keyboard.press("Control+k");
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("combobox", { name: "Jump to a channel or person" })).toHaveCount(0);
});

test("topic and people are changed in the details", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace } = await ada.api.place();
  const made = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "captains" });
  await ada.enter(made.id);
  await ada.press("Details");
  await ada.press("Edit name, topic and purpose");
  await ada.page.getByLabel("Topic").fill("Weather");
  await ada.press("Save");
  await expect(ada.page.getByRole("banner").or(ada.conversation()).getByText("Weather").first()).toBeVisible();
  await ada.press("Add people");
  await ada.page.getByRole("combobox", { name: "Who?" }).fill("bel");
  await ada.page.keyboard.press("Enter");
  await ada.press("Add");
  await expect(ada.page.getByRole("complementary", { name: "Details" }).getByRole("button", { name: /^Bela/ })).toBeVisible();
  await expectNoBarriers(ada.page, "details");
  await bela.open();
  await expect(bela.page.getByRole("link", { name: "captains" })).toBeVisible();
  await ada.press("Remove Bela");
  await expect(bela.page.getByRole("link", { name: "captains" })).toHaveCount(0);
});

test("what waits is counted in the sidebar and the title, until it's read", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  await ada.enter(general);
  const { id: adas } = await ada.api.ask<{ id: string }>("GET", "/account");
  const direct = await bela.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/direct`, { people: [adas] });
  await bela.api.say(direct.id, "Ahoy");
  const row = ada.page.getByRole("link", { name: /^Bela|Bela .*for you/ });
  await expect(row).toContainText("1 for you");
  await expect(ada.page).toHaveTitle("(1) #general · Workloop");
  await row.click();
  await expect(ada.page).toHaveTitle("Bela · Workloop");
});

test("a muted channel stays quiet", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  const quiet = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "quiet" });
  await bela.api.ask("POST", `/channels/${quiet.id}/members`, { users: [] });
  await ada.enter(quiet.id);
  await ada.press("Details");
  await ada.press("Mute");
  await expect(ada.page.getByRole("button", { name: "Unmute" })).toBeVisible();
  await ada.enter(general);
  await bela.api.say(quiet.id, "psst");
  await bela.api.say(general, "loud");
  await ada.sees("loud");
  await expect(ada.page.getByRole("link", { name: /^quiet/ })).toHaveAttribute("data-unread", "false");
});

test("panes keep the width they were given", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  const line = ada.page.getByRole("separator", { name: "Width of the sidebar" });
  await line.focus();
  await ada.page.keyboard.press("End");
  await expect(line).toHaveAttribute("aria-valuenow", "360");
  await ada.page.reload();
  await expect(line).toHaveAttribute("aria-valuenow", "360");
});

test("on a phone one pane at a time, and Back goes back", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  await ada.api.place();
  await bela.open();
  await expectNoBarriers(bela.page, "home on a phone");
  await bela.page.getByRole("link", { name: "general" }).click();
  await expect(bela.composer()).toBeVisible();
  await expect(bela.page.getByRole("navigation", { name: "Conversations" })).toBeHidden();
  await bela.press("Details");
  await expect(bela.composer()).toBeHidden();
  await expectNoBarriers(bela.page, "details on a phone");
  await bela.page.goBack();
  await expect(bela.composer()).toBeVisible();
  await bela.page.goBack();
  await expect(bela.page.getByRole("navigation", { name: "Conversations" })).toBeVisible();
});

test("the keyboard map opens with Ctrl+/ and gives focus back", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.composer().focus();
  await ada.page.keyboard.press("Control+/");
  await expect(ada.heading("Keyboard shortcuts")).toBeVisible();
  await expectNoBarriers(ada.page, "keyboard map");
  await ada.page.keyboard.press("Escape");
  await expect(ada.composer()).toBeFocused();
});

test("drafts are listed until they're sent", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.composer().fill("Not yet");
  await expect(ada.page.getByRole("link", { name: /Drafts and unsent/ })).toBeVisible();
  await ada.page.getByRole("link", { name: /Drafts and unsent/ }).click();
  await expect(ada.page.getByText("Not yet")).toBeVisible();
  await expectNoBarriers(ada.page, "drafts");
});

test("threads one takes part in are listed", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  const root = await ada.api.say(general, "Who has the watch?");
  await bela.api.say(general, "I do.", root.id);
  await ada.open("/threads");
  await expect(ada.page.getByRole("link", { name: /Who has the watch/ })).toContainText("1 new");
  await expectNoBarriers(ada.page, "threads");
});
