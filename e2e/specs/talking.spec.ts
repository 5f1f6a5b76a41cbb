/** Two people, two browsers, one conversation. */
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

/** Both are in #general. */
async function meet(ada: Person, bela: Person): Promise<string> {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  return general;
}

test("what one says, the other sees, once and in order", async ({ ada, member }) => {
  const bela = await member("Bela");
  await meet(ada, bela);
  await ada.say("Ahoy, Bela.");
  await bela.sees("Ahoy, Bela.");
  await bela.say("Ahoy, Ada.");
  await ada.sees("Ahoy, Ada.");
  await ada.say("The tide is early.");
  await ada.say("We sail at noon.");
  await bela.sees("We sail at noon.");
  const texts = await bela.conversation().getByRole("listitem").allInnerTexts();
  const places = ["Ahoy, Bela.", "Ahoy, Ada.", "The tide is early.", "We sail at noon."].map((text) => texts.findIndex((row) => row.includes(text)));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("a stranger to the channel doesn't hear it", async ({ ada, member }) => {
  const cleo = await member("Cleo");
  const { workspace } = await ada.api.place();
  const secret = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "treasure" });
  await cleo.open(`/c/${secret.id}`);
  await ada.enter(secret.id);
  await ada.say("It lies under the pier.");
  await ada.sees("It lies under the pier.");
  await expect(cleo.page.getByText("You're not in this channel")).toBeVisible();
  await expect(cleo.page.getByText("It lies under the pier.")).toBeHidden();
});

test("a thread stays beside the conversation", async ({ ada, member }) => {
  const bela = await member("Bela");
  await meet(ada, bela);
  await ada.say("Who takes the helm?");
  await bela.sees("Who takes the helm?");
  await bela.openThread("Who takes the helm?");
  await bela.reply("I do.");
  await bela.sees("I do.", bela.thread());
  await expect(ada.message("Who takes the helm?").getByRole("button", { name: "1 reply" })).toBeVisible();
  await expect(ada.message("I do.")).toHaveCount(0);
  await ada.message("Who takes the helm?").getByRole("button", { name: "1 reply" }).click();
  await ada.sees("I do.", ada.thread());
});

test("a reaction is seen, counted and taken back", async ({ ada, member }) => {
  const bela = await member("Bela");
  await meet(ada, bela);
  await ada.say("Fair winds!");
  await bela.sees("Fair winds!");
  await bela.react("Fair winds!", "🎉");
  await expect(ada.reaction("Fair winds!", "🎉")).toContainText("1");
  await ada.reaction("Fair winds!", "🎉").click();
  await expect(bela.reaction("Fair winds!", "🎉")).toContainText("2");
  await ada.reaction("Fair winds!", "🎉").click();
  await expect(bela.reaction("Fair winds!", "🎉")).toContainText("1");
});

test("a message is changed and taken back, for everybody", async ({ ada, member }) => {
  const bela = await member("Bela");
  await meet(ada, bela);
  await ada.say("We sail at noon.");
  await bela.sees("We sail at noon.");
  await expect(bela.message("We sail at noon.").getByRole("button", { name: "Edit", exact: true })).toHaveCount(0);
  await ada.edit("We sail at noon.", "We sail at one.");
  await bela.sees("We sail at one.");
  await expect(bela.message("We sail at one.")).toContainText("edited");
  await ada.delete("We sail at one.");
  await expect(bela.message("Ada deleted a message.")).toBeVisible();
  await expect(bela.message("We sail at one.")).toHaveCount(0);
});

test("text stays text", async ({ ada, member }) => {
  const bela = await member("Bela");
  await meet(ada, bela);
  await ada.say('<img src=x onerror="document.title=1"> **bold** [x](javascript:alert(1))');
  const row = bela.message("bold");
  await expect(row).toBeVisible();
  await expect(row.locator("strong").filter({ hasText: "bold" })).toBeVisible();
  await expect(row.locator('img[src="x"]')).toHaveCount(0);
  await expect(row.locator('a[href^="javascript"]')).toHaveCount(0);
});
