/** Film, sound and text in messages, and pictures looked at closely. */
import type { Locator, Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import { film, picture, text, tone } from "../samples.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The file store's addresses, where bytes come and go: the server's own, or the bucket's. */
const isStored = (url: URL) => /^\/(media|workloop)\//.test(url.pathname);

/** Lets nothing of the file store through until it's released. */
async function hold(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  await page.route(isStored, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

const state = (player: Locator) =>
  player.evaluate((it: HTMLMediaElement) => ({ at: it.currentTime, paused: it.paused, known: it.readyState >= 1, length: it.duration }));

test("a film and a sound keep their places, wait to be played, and come in parts", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.api.share(general, "The launch:", await film(ada.page, "launch.webm"));
  await ada.api.share(general, "The bell:", tone("bell.wav", 2));
  await ada.api.say(general, "What a day.");
  const release = await hold(ada.page);
  await ada.enter(general);
  const statuses: number[] = [];
  ada.page.on("response", (it) => {
    if (isStored(new URL(it.url()))) statuses.push(it.status());
  });
  const [video, audio] = [ada.page.locator("video"), ada.page.locator("audio")];
  await expect(video).toBeVisible();
  await expect(audio).toBeVisible();
  const places = () => Promise.all([video, audio, ada.message("What a day.")].map((it) => it.boundingBox()));
  const before = await places();
  expect(before[0]?.height).toBeGreaterThan(200);
  release();
  await expect.poll(async () => [(await state(video)).known, (await state(audio)).known]).toEqual([true, true]);
  expect(await places()).toEqual(before);
  expect((await state(video)).paused && (await state(audio)).paused).toBe(true);
  await expect(video).toHaveAccessibleName("launch.webm");
  await expectNoBarriers(ada.page, "players");

  await video.evaluate((it: HTMLVideoElement) => it.play());
  await expect.poll(async () => (await state(video)).at).toBeGreaterThan(0.2);
  await audio.evaluate((it: HTMLAudioElement) => it.play());
  await expect.poll(async () => (await state(audio)).at).toBeGreaterThan(0.2);
  expect((await state(video)).paused).toBe(true);
  expect(statuses).toContain(206);
});

test("a player whose address has ended goes on where it was", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.api.share(general, "The whole watch:", tone("watch.wav", 90));
  await ada.enter(general);
  const audio = ada.page.locator("audio");
  await expect.poll(async () => (await state(audio)).known).toBe(true);
  let refused = 0;
  await ada.page.route(isStored, async (route) => {
    if (refused > 0) return route.continue();
    refused += 1;
    await route.fulfill({ status: 403 });
  });
  await audio.evaluate((it: HTMLAudioElement) => {
    it.currentTime = 80;
    void it.play().catch(() => undefined);
  });
  await expect.poll(async () => (await state(audio)).at).toBeGreaterThan(80.2);
  expect(refused).toBe(1);
  await expect(ada.page.getByText("can't play it")).toHaveCount(0);
});

test("a text shows its first lines in its place and more on demand, and never runs", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  const lines = Array.from({ length: 9_000 }, (_, line) => `fn harbour_${line}() {}`).join("\n");
  await ada.api.share(general, "The plan:", text("plan.rs", lines));
  await ada.api.share(general, "The page:", text("page.html", "<!doctype html><script>window.ran = true</script>"));
  await ada.api.say(general, "Read them.");
  const release = await hold(ada.page);
  const asked: string[] = [];
  ada.page.on("request", async (it) => {
    if (isStored(new URL(it.url()))) asked.push((await it.allHeaders())["range"] ?? "");
  });
  await ada.enter(general);
  const glimpse = ada.message("The plan:").locator("pre");
  const read = ada.message("The plan:").getByRole("button", { name: "Read plan.rs" });
  await expect(read).toBeVisible();
  const before = await ada.message("Read them.").boundingBox();
  release();
  await expect(glimpse).toContainText("fn harbour_5() {}");
  await expect(glimpse).not.toContainText("fn harbour_6() {}");
  await expect.poll(() => asked).toEqual(["bytes=0-2047", "bytes=0-2047"]);
  await expect(glimpse.locator("span").first()).toHaveText("fn");
  expect(await ada.message("Read them.").boundingBox()).toEqual(before);
  await expect(ada.message("The page:").locator("pre")).toContainText("window.ran");
  expect(await ada.page.evaluate(() => "ran" in window)).toBe(false);

  // Anywhere on it.
  const box = await glimpse.boundingBox();
  await ada.page.mouse.click((box?.x ?? 0) + 60, (box?.y ?? 0) + 60);
  const dialog = ada.page.getByRole("dialog", { name: "plan.rs" });
  await expect(dialog.getByRole("region", { name: "Text of plan.rs" })).toContainText("fn harbour_2000() {}");
  await expect(dialog).toContainText("These are the first 64 kB of");
  await expectNoBarriers(ada.page, "a text");
  await ada.page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(read).toBeFocused();

  await bela.enter(general);
  await expect(bela.message("The plan:").locator("pre")).toContainText("fn harbour_0() {}");
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  await expectNoBarriers(bela.page, "files on a phone");
});

test("a PDF is saved, never shown by our own origin", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.api.share(general, "The chart:", { name: "chart.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF") });
  await ada.enter(general);
  const card = ada.message("The chart:");
  await expect(card.getByText("14 bytes, PDF")).toBeVisible();
  const saved = ada.page.waitForEvent("download");
  await card.getByRole("button", { name: "Download chart.pdf" }).click();
  expect((await saved).suggestedFilename()).toBe("chart.pdf");
});

test("a picture is come close to by keys and fingers, and the list behind stays where it was", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.attach(await picture(ada.page, "one.png", 1600, 900), await picture(ada.page, "two.png", 600, 900, "purple"));
  await ada.say("Two of them.");
  await ada.sees("Two of them.");
  for (let line = 0; line < 30; line += 1) await ada.api.say(general, `Line ${line}`);
  await ada.sees("Line 29");
  const first = ada.message("Two of them.").getByRole("button", { name: "one.png" });
  await first.scrollIntoViewIfNeeded();
  await ada.page.waitForTimeout(200);
  const list = ada.page.getByRole("region", { name: "Messages", exact: true });
  const scroll = () => list.evaluate((it) => it.scrollTop);
  const before = await scroll();
  await first.click();
  const large = ada.page.getByRole("dialog", { name: "one.png" });
  const shown = large.getByRole("img", { name: "one.png" });
  const size = async () => (await shown.boundingBox())?.width ?? 0;
  await expect.poll(size).toBeGreaterThan(1_000);
  const whole = await size();
  await ada.page.keyboard.press("+");
  await expect.poll(size).toBeCloseTo(whole * 1.5, 0);
  const left = async () => (await shown.boundingBox())?.x ?? 0;
  const middle = await left();
  await ada.page.keyboard.press("ArrowRight");
  await expect.poll(left).toBeLessThan(middle);
  await ada.page.keyboard.press("0");
  await expect.poll(size).toBeCloseTo(whole, 0);
  await large.getByRole("button", { name: "Larger" }).click();
  await expect.poll(size).toBeGreaterThan(whole);
  await large.getByRole("button", { name: "Smaller" }).click();
  await ada.page.keyboard.press("End");
  await expect(ada.page.getByRole("dialog", { name: "two.png" }).getByText("two.png (2 of 2)")).toBeVisible();
  await expectNoBarriers(ada.page, "lightbox");
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  await expect(first).toBeFocused();
  expect(await scroll()).toBe(before);

  // Two fingers, then one that sweeps.
  await bela.enter(general);
  const seen = bela.message("Two of them.").getByRole("button", { name: "one.png" });
  await seen.scrollIntoViewIfNeeded();
  await seen.tap();
  const close = bela.page.getByRole("dialog").getByRole("img");
  const wide = async () => (await close.boundingBox())?.width ?? 0;
  await expect.poll(wide).toBeGreaterThan(300);
  const fit = await wide();
  const fingers = await bela.context.newCDPSession(bela.page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: [number, number][]) =>
    fingers.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  await touch("touchStart", [170, 420], [220, 420]);
  await touch("touchMove", [120, 420], [270, 420]);
  await touch("touchEnd");
  await expect.poll(wide).toBeGreaterThan(fit * 2);
  await bela.page.getByRole("dialog").getByRole("button", { name: "Next" }).tap();
  await expect(bela.page.getByRole("dialog").getByText("two.png (2 of 2)")).toBeVisible();
  await expectNoBarriers(bela.page, "lightbox on a phone");
  await touch("touchStart", [120, 420]);
  await touch("touchMove", [200, 420]);
  await touch("touchMove", [280, 420]);
  await touch("touchEnd");
  await expect(bela.page.getByRole("dialog").getByText("one.png (1 of 2)")).toBeVisible();
});
