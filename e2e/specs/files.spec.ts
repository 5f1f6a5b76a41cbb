/** Files: on their way, refused, in a message, large, and as a face. */
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

/** A real picture: what the page looks like. */
async function picture(page: Page, name: string) {
  return { name, mimeType: "image/png", buffer: await page.screenshot() };
}

const text = (name: string, content: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });

/** The file store's addresses, where bytes come and go: the server's own, or the bucket's. */
const isStored = (url: URL) => /^\/(media|workloop)\//.test(url.pathname);

test("a picture is previewed, shows how far it is, and reaches the other without moving anything", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  const network = await ada.context.newCDPSession(ada.page);
  await ada.attach(await picture(ada.page, "harbour.png"));
  await expect(ada.tray().locator("img")).toBeVisible();
  await expect(ada.tray().getByText("ready")).toBeVisible();
  await ada.press("Describe it");
  await ada.page.getByLabel("Description of harbour.png").fill("The harbour at dawn");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("button", { name: "Description: The harbour at dawn" })).toBeVisible();
  await expectNoBarriers(ada.page, "a file to send");

  // The second one goes slowly enough to be watched.
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 8_000 });
  await ada.attach({ name: "slow.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(60_000, 7) });
  await expect(ada.tray().getByText(/[1-9]\d?% sent/)).toBeVisible();
  // While it is still slow: let go first, it may be there before it's cancelled.
  await ada.press("Cancel slow.bin");
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await expect(ada.tray().getByText("slow.bin")).toHaveCount(0);

  // Bela's pictures wait until the place that is kept for them was measured.
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  await bela.page.route(isStored, async (route) => {
    await released;
    await route.continue();
  });
  await ada.say("From the tower:");
  await ada.api.say(general, "What a morning.");
  await bela.sees("What a morning.");
  const frame = bela.message("From the tower:").getByRole("button", { name: "The harbour at dawn" });
  await expect(frame).toBeVisible();
  await expect(frame.locator('img[src^="data:image/"]')).toBeVisible();
  const [before, below] = [await frame.boundingBox(), await bela.message("What a morning.").boundingBox()];
  release();
  const shown = frame.getByRole("img", { name: "The harbour at dawn" });
  await expect.poll(() => shown.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth > 0)).toBe(true);
  expect(await frame.boundingBox()).toEqual(before);
  expect(await bela.message("What a morning.").boundingBox()).toEqual(below);
});

test("two files go in one message, and each is saved under its name", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.attach(text("log.txt", "All is well."), text("crew.csv", "name\nada\n"));
  await ada.say("The papers.");
  await bela.sees("The papers.");
  await expect(bela.message("The papers.").getByText("crew.csv")).toBeVisible();
  const saved = bela.page.waitForEvent("download");
  await bela.message("The papers.").getByRole("button", { name: "Download log.txt" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("log.txt");
  const content = await (await download.createReadStream()).toArray();
  expect(Buffer.concat(content).toString()).toBe("All is well.");
});

test("what is refused says why, and leaves with a press", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  const png = (await ada.page.screenshot()).subarray(0, 2_000);
  await ada.attach({ name: "torn.png", mimeType: "image/png", buffer: png }, text("nothing.txt", ""));
  await expect(ada.tray().getByRole("alert").filter({ hasText: "picture is broken" })).toBeVisible();
  await expect(ada.tray().getByRole("alert").filter({ hasText: "empty" })).toBeVisible();
  await expectNoBarriers(ada.page, "refused files");
  await ada.press("Remove torn.png");
  await ada.press("Remove nothing.txt");
  await expect(ada.tray()).toHaveCount(0);
  await ada.attach(...Array.from({ length: 11 }, (_, index) => text(`${index}.txt`, `No. ${index}`)));
  await expect(ada.page.getByText("A message carries at most 10 files.")).toBeVisible();
  await expect(ada.tray().getByRole("listitem")).toHaveCount(10);
});

test("an upload that was cut off is taken up again", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.page.route(isStored, (route) => route.abort());
  await ada.attach(text("log.txt", "All is well."));
  await expect(ada.page.getByRole("button", { name: "Retry log.txt" })).toBeVisible({ timeout: 40_000 });
  await ada.page.unrouteAll();
  await ada.press("Retry log.txt");
  await expect(ada.tray().getByText("ready")).toBeVisible();
  await ada.say("At last.");
  await ada.sees("At last.");
  await expect(ada.message("At last.").getByRole("button", { name: "Download log.txt" })).toBeVisible();
});

test("a large file arrives whole, though the connection breaks in its middle", async ({ ada }, info) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  const sent: string[] = [];
  await ada.page.route(isStored, (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    const part = new URL(route.request().url()).searchParams.get("partNumber") ?? "whole";
    const isFirst = !sent.includes(part);
    sent.push(part);
    return isFirst && (part === "2" || part === "whole") ? route.abort() : route.continue();
  });
  const log = Buffer.alloc(40_000_000, "All is well.\n");
  writeFileSync(info.outputPath("log.txt"), log);
  await ada.attachFrom(info.outputPath("log.txt"));
  await expect(ada.tray().getByText("ready")).toBeVisible({ timeout: 40_000 });
  // A bucket takes it in parts, and only the one that was lost goes twice.
  expect(sent.sort()).toEqual(process.env["E2E_CLUSTER"] ? ["1", "2", "2", "3"] : ["whole", "whole"]);
  await ada.say("The whole log.");
  await ada.sees("The whole log.");
  const saved = ada.page.waitForEvent("download");
  await ada.message("The whole log.").getByRole("button", { name: "Download log.txt" }).click();
  const content = await (await (await saved).createReadStream()).toArray();
  expect(Buffer.concat(content).equals(log)).toBe(true);
});

test("pictures are looked at large, by the keyboard", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.attach(await picture(ada.page, "one.png"), await picture(ada.page, "two.png"));
  await ada.say("Two of them.");
  await ada.sees("Two of them.");
  const first = ada.message("Two of them.").getByRole("button", { name: "one.png" });
  await first.focus();
  await ada.page.keyboard.press("Enter");
  const large = ada.page.getByRole("dialog");
  await expect(large.getByText("one.png (1 of 2)")).toBeVisible();
  await expect.poll(() => large.getByRole("img").evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth > 0)).toBe(true);
  await expectNoBarriers(ada.page, "lightbox");
  await ada.page.keyboard.press("ArrowRight");
  await expect(large.getByText("two.png (2 of 2)")).toBeVisible();
  await ada.page.keyboard.press("ArrowRight");
  await expect(large.getByText("one.png (1 of 2)")).toBeVisible();
  await ada.page.keyboard.press("ArrowLeft");
  await expect(large.getByText("two.png (2 of 2)")).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(large).toHaveCount(0);
  await expect(first).toBeFocused();
});

test("a picture of oneself is seen by others", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await bela.enter(general);
  await ada.open("/account/profile");
  await ada.page.getByLabel("picture", { exact: true }).setInputFiles(await picture(ada.page, "me.png"));
  await expect(ada.page.getByRole("button", { name: "Change picture" })).toBeVisible();
  await ada.api.say(general, "It's me.");
  await bela.sees("It's me.");
  const face = bela.message("It's me.").locator("img").first();
  await expect.poll(() => face.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth > 0)).toBe(true);
});
