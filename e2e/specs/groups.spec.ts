/** People who are named together, and asking before many are called. */
import { request } from "@playwright/test";
import { Api } from "../api.ts";
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const chip = (person: Person, text: string) => person.message(text).getByRole("link", { name: "@design" });

/** People without a browser, in #general. */
async function crowd(ada: Person, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const api = new Api(await request.newContext(), ada.url);
    await api.accept(await ada.api.invite(), name);
    ids.push((await api.ask<{ id: string }>("GET", "/account")).id);
  }
  return ids;
}

test("a group is made by keyboard, named from the composer, counts for its people and shows who they are", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  const { id: elsewhere } = await ada.api.ask<{ id: string }>("POST", `/workspaces/${(await ada.api.place()).workspace}/channels`, {
    kind: "public",
    name: "dock",
  });
  await bela.api.ask("POST", `/channels/${elsewhere}/members`, { users: [] });
  await bela.enter(elsewhere);
  await ada.open("/admin/groups");
  await ada.page.getByRole("button", { name: "Create a group" }).press("Enter");
  const form = ada.page.getByRole("dialog", { name: "Create a group" });
  await expect(form.getByLabel("Name")).toBeFocused();
  await ada.page.keyboard.type("Designers");
  await form.getByLabel("Handle").fill("bela");
  await form.getByRole("combobox", { name: "People" }).fill("bel");
  await ada.page.keyboard.press("Enter");
  await expectNoBarriers(ada.page, "making a group");
  await form.getByRole("button", { name: "Create a group" }).click();
  await expect(form.getByText(/handle is taken/)).toBeVisible();
  await form.getByLabel("Handle").fill("design");
  await ada.page.keyboard.press("Enter");
  await expect(form).toHaveCount(0);
  await expect(ada.page.getByRole("list", { name: "Groups" })).toContainText("Designers");
  await expectNoBarriers(ada.page, "groups");
  await ada.enter(general);
  await ada.composer().pressSequentially("@desi");
  await expect(ada.page.getByRole("option", { name: /Designers/ })).toBeVisible();
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("look at this");
  await ada.page.keyboard.press("Enter");
  await ada.sees("look at this");
  const row = bela.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /general/ });
  await expect(row).toContainText("1 for you");
  await row.click();
  await chip(bela, "look at this").press("Enter");
  const card = bela.page.getByRole("dialog", { name: "Designers" });
  await expect(card).toBeFocused();
  await expect(card).toContainText("1 person");
  await expectNoBarriers(bela.page, "who a group is");
  await bela.page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
  await expect(chip(bela, "look at this")).toBeFocused();
  await chip(bela, "look at this").click();
  await card.getByRole("link", { name: "Bela" }).click();
  await expect(bela.page.getByRole("complementary", { name: "Profile" })).toContainText("@design");
  // Deleted, it names nobody, and what was said keeps its words.
  await ada.open("/admin/groups");
  await ada.page.getByRole("button", { name: "Delete Designers" }).click();
  await ada.page.getByRole("dialog", { name: "Delete Designers?" }).getByRole("button", { name: "Delete…" }).click();
  await expect(ada.page.getByText("No groups yet")).toBeVisible();
  await expect(chip(bela, "look at this")).toHaveCount(0);
  await expect(bela.message("look at this")).toContainText("@design");
});

test("one is asked before many are called, now, later and by an edit", async ({ ada }) => {
  const { general, workspace } = await ada.api.place();
  const people = await crowd(ada, ["Bela", "Cleo", "Dora", "Emil", "Fay"]);
  await ada.enter(general);
  await ada.say("@channel five are few");
  await ada.sees("five are few");
  people.push(...(await crowd(ada, ["Gus"])));
  const ask = ada.page.getByRole("dialog", { name: "Send to so many?" });
  await ada.say("@channel six are many");
  await expect(ask).toContainText("This will notify 6 people");
  await expect(ask.getByRole("button", { name: "Send" })).toBeFocused();
  await expectNoBarriers(ada.page, "asking before many are called");
  await ada.page.keyboard.press("Escape");
  await expect(ask).toHaveCount(0);
  await expect(ada.composer()).toBeFocused();
  await expect(ada.composer()).toHaveValue("@channel six are many");
  await ada.page.keyboard.press("Enter");
  await expect(ask).toBeVisible();
  await ada.page.keyboard.press("Enter");
  await ada.sees("six are many");
  await expect(ada.composer()).toHaveValue("");
  await ada.api.ask("POST", `/workspaces/${workspace}/groups`, { handle: "design", name: "Designers", people });
  await ada.composer().fill("@design tomorrow");
  await ada.page.getByRole("button", { name: "Send later" }).click();
  await ada.page.getByRole("menuitem").first().click();
  await expect(ask).toContainText("6 people");
  await ask.getByRole("button", { name: "Cancel" }).click();
  await expect(ada.composer()).toHaveValue("@design tomorrow");
  await ada.composer().fill("quiet");
  await ada.page.keyboard.press("Enter");
  await ada.sees("quiet");
  await ada.page.keyboard.press("ArrowUp");
  const editor = ada.page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("@design loud");
  await editor.press("Enter");
  await expect(ask.getByRole("button", { name: "Save" })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(chip(ada, "loud")).toBeVisible();
  // It isn't new any more.
  await ada.composer().focus();
  await ada.page.keyboard.press("ArrowUp");
  await editor.fill("@design louder");
  await editor.press("Enter");
  await ada.sees("louder");
  await expect(ask).toHaveCount(0);
});

test("groups are named and looked at on a phone", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general, workspace } = await ada.api.place();
  const { id } = await bela.api.ask<{ id: string }>("GET", "/account");
  await ada.api.ask("POST", `/workspaces/${workspace}/groups`, { handle: "design", name: "Designers", people: [id] });
  await bela.enter(general);
  await bela.composer().pressSequentially("@desi");
  await bela.page.getByRole("option", { name: /Designers/ }).tap();
  await bela.page.keyboard.type("hello");
  await bela.page.getByRole("button", { name: "Send", exact: true }).tap();
  await bela.sees("hello");
  await chip(bela, "hello").tap();
  const card = bela.page.getByRole("dialog", { name: "Designers" });
  await expect(card).toBeInViewport({ ratio: 1 });
  await expectNoBarriers(bela.page, "who a group is, on a phone");
  await card.getByRole("button", { name: "Close" }).tap();
  await expect(card).toHaveCount(0);
});
