/** Lists of files: of a channel and of all, by kind and by name; and many attached at once. */
import type { Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import { picture, text, tone } from "../samples.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const files = (page: Page) => page.locator('section, aside').filter({ has: page.getByRole("heading", { name: "Files" }) }).last();
const names = (page: Page) => files(page).getByRole("listitem").getByRole("button", { name: /, (open|download)$/ }).allTextContents();
const bare = async (page: Page) => (await names(page)).map((it) => it.replace(/, (open|download)$/, ""));

test("a channel's files are found by kind and by name, and the list follows what happens", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.api.share(general, "First.", await picture(ada.page, "dawn.png"));
  await ada.api.share(general, "Second.", await picture(ada.page, "dusk.png", 300, 500, "navy"));
  await ada.api.share(general, "The log.", text("log of the day.txt", "All is well."));
  await ada.press("Details");
  await ada.page.getByRole("button", { name: "Files", exact: true }).click();
  await expect.poll(() => bare(ada.page)).toEqual(["log of the day.txt", "dusk.png", "dawn.png"]);
  await expectNoBarriers(ada.page, "files of a channel");

  await bela.api.share(general, "A bell.", tone("bell.wav", 1));
  await expect.poll(() => bare(ada.page)).toEqual(["bell.wav", "log of the day.txt", "dusk.png", "dawn.png"]);
  await files(ada.page).getByRole("button", { name: "Pictures" }).click();
  await expect.poll(() => bare(ada.page)).toEqual(["dusk.png", "dawn.png"]);

  await files(ada.page).getByRole("button", { name: /^dusk\.png/ }).click();
  await expect(ada.page.getByRole("dialog").getByText("dusk.png (1 of 2)")).toBeVisible();
  await ada.page.keyboard.press("ArrowRight");
  await expect(ada.page.getByRole("dialog").getByText("dawn.png (2 of 2)")).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(files(ada.page).getByRole("button", { name: /^dusk\.png/ })).toBeFocused();

  await files(ada.page).getByRole("button", { name: "All" }).click();
  await files(ada.page).getByRole("searchbox").fill("DAY log");
  await expect.poll(() => bare(ada.page)).toEqual(["log of the day.txt"]);
  await files(ada.page).getByRole("button", { name: /^log of the day\.txt/ }).click();
  await expect(ada.page.getByRole("dialog", { name: "log of the day.txt" })).toContainText("All is well.");
  await ada.page.keyboard.press("Escape");
  await files(ada.page).getByRole("searchbox").fill("nothing of the kind");
  await expect(files(ada.page).getByText("No such file")).toBeVisible();
  await files(ada.page).getByRole("searchbox").fill("");

  await ada.delete("The log.");
  await expect.poll(() => bare(ada.page)).toEqual(["bell.wav", "dusk.png", "dawn.png"]);
  await files(ada.page).getByRole("link", { name: "Show dawn.png in conversation" }).click();
  await expect(ada.message("First.")).toBeVisible();
  expect(new URL(ada.page.url()).searchParams.get("at")).toBeTruthy();
});

test("all files one may read are in one list, and no others", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general, workspace } = await ada.api.place();
  const bridge = await ada.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/channels`, { kind: "private", name: "bridge" });
  const root = await ada.api.say(general, "Reply here.");
  await ada.api.share(general, "In a thread.", text("reply.txt", "Aye."), root.id);
  await ada.api.share(bridge.id, "Between us.", text("secret.txt", "Hush."));
  await ada.open();
  await ada.page.getByRole("link", { name: "Files", exact: true }).click();
  await expect.poll(() => bare(ada.page)).toEqual(["secret.txt", "reply.txt"]);
  await expect(files(ada.page).getByText("Ada in #bridge")).toBeVisible();
  await expectNoBarriers(ada.page, "all files");
  await files(ada.page).getByRole("link", { name: "Show reply.txt in conversation" }).click();
  await expect(ada.thread()).toContainText("In a thread.");

  await bela.open();
  await bela.page.getByRole("link", { name: "Files", exact: true }).click();
  await expect.poll(() => bare(bela.page)).toEqual(["reply.txt"]);
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  await expectNoBarriers(bela.page, "all files on a phone");
});

test("a long list goes on", async ({ ada }) => {
  const { general } = await ada.api.place();
  for (let number = 0; number < 52; number += 1) await ada.api.share(general, "", text(`page ${number}.txt`, `${number}`));
  await ada.open("/files");
  await expect.poll(async () => (await bare(ada.page)).length).toBe(50);
  await ada.press("Show more");
  await expect.poll(async () => (await bare(ada.page)).slice(-2)).toEqual(["page 1.txt", "page 0.txt"]);
});

test("several files dropped anywhere on a conversation, or pasted, come together", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.api.say(general, "Drop them on me.");
  await ada.enter(general);
  const carried = (...given: string[]) =>
    ada.page.evaluateHandle((given) => {
      const transfer = new DataTransfer();
      for (const name of given) transfer.items.add(new File([name], name, { type: "text/plain" }));
      return transfer;
    }, given);
  const transfer = await carried("one.txt", "two.txt");
  const over = ada.message("Drop them on me.");
  await over.dispatchEvent("dragover", { dataTransfer: transfer });
  await expect(ada.page.getByText("Drop to attach: message #general")).toBeVisible();
  await over.dispatchEvent("drop", { dataTransfer: transfer });
  await expect(ada.page.getByText("Drop to attach: message #general")).toHaveCount(0);
  await expect(ada.tray().getByRole("listitem")).toHaveCount(2);

  // Beside the conversation nothing happens, and the page stays.
  const stays = await ada.page.evaluate((transfer) => {
    const drop = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
    document.querySelector('[data-pane="sidebar"]')?.dispatchEvent(drop);
    return drop.defaultPrevented;
  }, transfer);
  expect(stays).toBe(true);
  await expect(ada.tray().getByRole("listitem")).toHaveCount(2);

  const paste = (clipboardData: Awaited<ReturnType<typeof carried>>) =>
    ada.composer().evaluate((field, clipboardData) => {
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      field.dispatchEvent(event);
      return event.defaultPrevented;
    }, clipboardData);
  expect(await paste(await carried("three.txt", "four.txt"))).toBe(true);
  await expect(ada.tray().getByRole("listitem")).toHaveCount(4);

  // Cells of a table: their words are pasted, not the picture of them.
  const cells = await ada.page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["png"], "image.png", { type: "image/png" }));
    transfer.setData("text/plain", "a\tb");
    transfer.setData("text/html", "<table><tr><td>a</td><td>b</td></tr></table>");
    return transfer;
  });
  expect(await paste(cells)).toBe(false);
  await expect(ada.tray().getByRole("listitem")).toHaveCount(4);
  await expect(ada.tray().getByText("ready")).toHaveCount(4);
  await ada.say("All four.");
  await ada.sees("All four.");
  await expect(ada.message("All four.").getByRole("button", { name: /^Download/ })).toHaveCount(4);
});
