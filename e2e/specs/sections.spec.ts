/** The sidebar as one arranges it: sections of one's own, folded ones, and the order in them. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

const rows = (person: Person, section: string) =>
  person.page.getByRole("region", { name: section, exact: true }).getByRole("listitem");

test("conversations are put into sections, on every device of mine", async ({ ada, stranger }) => {
  const { workspace, general } = await ada.api.place();
  for (const name of ["anchors", "boats"]) await ada.api.ask("POST", `/workspaces/${workspace}/channels`, { kind: "public", name });
  await ada.enter(general);
  await ada.press("Add channels");
  await ada.page.getByRole("menuitem", { name: "Create a section" }).click();
  await ada.page.getByLabel("Section name").fill("On the water");
  await ada.page.getByLabel("Find a conversation").fill("boa");
  await ada.page.getByRole("checkbox", { name: "boats" }).check();
  await expect(ada.page.getByRole("checkbox")).toHaveCount(1);
  await expectNoBarriers(ada.page, "new section");
  await ada.press("Create a section");
  await expect(rows(ada, "On the water")).toHaveText(["boats"]);
  await expect(rows(ada, "Channels")).toHaveText(["anchors", "general"]);
  await expectNoBarriers(ada.page, "sections");

  // Another of hers has it at once, and changes it from a conversation's details.
  const there = await stranger("Ada at home");
  await there.context.addCookies(await ada.context.cookies());
  await there.enter(general);
  await expect(rows(there, "On the water")).toHaveText(["boats"]);
  await there.page.getByRole("navigation").getByRole("link", { name: "anchors" }).click();
  await expect(there.page.getByRole("heading", { name: "#anchors", exact: true })).toBeVisible();
  await there.press("Details");
  await there.page.getByLabel("Section", { exact: true }).selectOption("On the water");
  await expect(rows(ada, "On the water")).toHaveText(["anchors", "boats"]);
  await there.page.getByLabel("Section", { exact: true }).selectOption("None");
  await expect(rows(ada, "Channels")).toHaveText(["anchors", "general"]);
});

test("a section is renamed, moved and deleted, and the deletion undone", async ({ ada }) => {
  const { general } = await ada.api.place();
  const section = (id: string, name: string) => ({ id, name, channels: id === "a" ? [general] : [] });
  await ada.api.ask("PATCH", "/account", { preferences: { sidebar: { sections: [section("a", "Alpha"), section("b", "Beta")] } } });
  await ada.enter(general);
  const headings = ada.page.getByRole("navigation", { name: "Conversations" }).getByRole("heading", { level: 2 });
  await expect(headings.filter({ hasText: /Alpha|Beta|Channels/ })).toHaveText(["Alpha", "Beta", "Channels"]);
  await ada.press("Edit Alpha");
  await ada.press("Move down");
  await expect(headings.filter({ hasText: /Alpha|Beta|Channels/ })).toHaveText(["Beta", "Alpha", "Channels"]);
  await ada.page.getByLabel("Section name").fill("Harbour talk");
  await expectNoBarriers(ada.page, "edit section");
  await ada.press("Save section");
  await expect(rows(ada, "Harbour talk")).toHaveText(["general"]);
  await expect(headings.filter({ hasText: /talk|Beta|Channels/ })).toHaveText(["Beta", "Harbour talk", "Channels"]);
  await ada.press("Edit Harbour talk");
  await ada.press("Delete");
  await expect(rows(ada, "Channels")).toHaveText(["general"]);
  await ada.press("Undo");
  await expect(rows(ada, "Harbour talk")).toHaveText(["general"]);
});

test("a folded section shows what's unread, and stays folded", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  const made = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name: "anchors" });
  await bela.api.ask("POST", `/channels/${made.id}/members`, { users: [] });
  // Looked at, so that nothing in it is new.
  await ada.enter(made.id);
  await expect(ada.page.getByRole("link", { name: "anchors", exact: true })).toHaveAttribute("data-unread", "false");
  await ada.page.getByRole("link", { name: /^general/ }).click();
  const fold = ada.page.getByRole("button", { name: "Channels", exact: true });
  await fold.press("Enter");
  await expect(fold).toHaveAttribute("aria-expanded", "false");
  await expect(rows(ada, "Channels")).toHaveText(["general"]);
  await bela.api.say(made.id, "Ahoy");
  await expect(rows(ada, "Channels")).toHaveCount(2);
  await ada.page.reload();
  await expect(fold).toHaveAttribute("aria-expanded", "false");
  await expect(rows(ada, "Channels")).toHaveCount(2);
});

test("what's newest comes first when preferred, but nothing moves under the pointer", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  const ids: Record<string, string> = {};
  for (const name of ["anchors", "boats"]) {
    const made = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name });
    await bela.api.ask("POST", `/channels/${made.id}/members`, { users: [] });
    await bela.api.say(made.id, `About ${name}`);
    ids[name] = made.id;
  }
  await ada.open("/account/appearance");
  // A page that is left at once takes its request along.
  const kept = ada.page.waitForResponse((it) => it.url().endsWith("/account") && it.request().method() === "PATCH");
  await ada.page.getByLabel("Order of conversations").selectOption("Latest message first");
  await kept;
  await ada.enter(general);
  await expect(rows(ada, "Channels")).toHaveText([/^boats/, /^anchors/, /^general/]);
  await bela.api.say(ids["anchors"] ?? "", "More of anchors");
  await expect(rows(ada, "Channels")).toHaveText([/^anchors/, /^boats/, /^general/]);
  await ada.page.getByRole("link", { name: /^boats/ }).hover();
  await bela.api.say(ids["boats"] ?? "", "More of boats");
  await bela.api.say(general, "And here");
  await expect(ada.message("And here")).toBeVisible();
  await expect(rows(ada, "Channels")).toHaveText([/^anchors/, /^boats/, /^general/]);
  await ada.page.getByRole("main").hover();
  await expect(rows(ada, "Channels")).toHaveText([/^general/, /^boats/, /^anchors/]);
});
