/** Searching: found by a part, opened where it was said. */
import { expectNoBarriers } from "../axe.ts";
import type { Api } from "../api.ts";
import { expect, test } from "../stage.ts";

/** The index follows what is said a moment later. */
async function indexed(api: Api, words: string, total: number): Promise<void> {
  const { workspace } = await api.place();
  const found = () => api.ask<{ total: number }>("GET", `/workspaces/${workspace}/search?q=${encodeURIComponent(words)}`);
  // Each server of a cluster has an index of its own, and the next request may go to another.
  for (let times = 0; times < 6; times += 1) await expect.poll(async () => (await found()).total).toBe(total);
}

test("a message is found by the beginning of a word and opened where it stands", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.api.say(general, "The lighthouse keeper is on leave.");
  for (let index = 0; index < 120; index += 1) await ada.api.say(general, `Log entry ${index}`);
  await indexed(ada.api, "lighthouse", 1);
  await bela.enter(general);
  await bela.page.keyboard.press("Control+Shift+f");
  await bela.page.getByRole("searchbox", { name: "Search messages" }).fill("lighth from:ada in:general");
  await bela.page.keyboard.press("Enter");
  await expect(bela.page.getByText("1 message", { exact: true })).toBeVisible();
  await expect(bela.page.getByRole("main").locator("mark")).toHaveText("lighth");
  await expectNoBarriers(bela.page, "search");
  await bela.page.getByRole("button", { name: /lighthouse keeper/ }).click();
  await expect(bela.message("The lighthouse keeper")).toBeInViewport();
  await expect(bela.page.getByRole("complementary", { name: "Search" })).toBeVisible();
  await expectNoBarriers(bela.page, "search beside the conversation");
  await bela.press("Jump to latest");
  await expect(bela.message("Log entry 119")).toBeInViewport();
});

test("a reply is found in its thread, and nothing that isn't one's own to read", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  const root = await ada.api.say(general, "Who has the watch?");
  await ada.api.say(general, "The albatross has it.", root.id);
  const secret = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "treasure" });
  await ada.api.say(secret.id, "The albatross guards it.");
  await indexed(ada.api, "albatross", 2);
  await indexed(bela.api, "albatross", 1);
  await bela.open("/search?q=albatross");
  await expect(bela.page.getByText("1 message", { exact: true })).toBeVisible();
  await bela.page.getByRole("button", { name: /albatross has it/ }).click();
  await bela.sees("The albatross has it.", bela.thread());
  await bela.open("/search?q=nautilus");
  await expect(bela.heading("Nothing found")).toBeVisible();
});
