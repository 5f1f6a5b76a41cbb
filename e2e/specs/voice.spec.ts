/** Voice clips: recorded, sent, heard by the other, thrown away, and refused. */
import { expectNoBarriers } from "../axe.ts";
import config from "../playwright.config.ts";
import { expect, test } from "../stage.ts";

const { launchOptions } = config.use ?? {};

// A microphone that beeps.
test.use({ launchOptions: { ...launchOptions, args: [...(launchOptions?.args ?? []), "--use-fake-device-for-media-stream"] } });

/** Two seconds or more: a busy machine may show the next one late. */
const LONG_ENOUGH = /^0:(0[2-9]|[1-5]\d)$/;

const SPEAKS = { permissions: ["microphone"] };

test("a clip is recorded, sent and heard by the other", async ({ ada, member }) => {
  const bela = await member("Bela", SPEAKS);
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await bela.press("Record a voice clip");
  const time = bela.page.getByRole("timer", { name: "Length of the clip" });
  await expect(time).toHaveText(LONG_ENOUGH);
  await expectNoBarriers(bela.page, "recording");
  await bela.press("Send clip");
  await expect(time).toHaveCount(0);
  await expect(bela.composer()).toBeFocused();
  const clip = ada.conversation().locator("audio");
  await expect(clip).toHaveCount(1);
  await expect(clip).toHaveAccessibleName(/^Voice clip \d{4}-\d\d-\d\d \d\d\.\d\d\.webm$/);
  // Its length is known before it's played.
  await expect.poll(() => clip.evaluate((it: HTMLAudioElement) => Number.isFinite(it.duration) && it.duration > 1.5)).toBe(true);
  await expect.poll(() => clip.evaluate((it: HTMLAudioElement) => it.currentTime)).toBe(0);
  await clip.evaluate((it: HTMLAudioElement) => it.play());
  await expect.poll(() => clip.evaluate((it: HTMLAudioElement) => it.currentTime)).toBeGreaterThan(0.5);
});

test("a clip thrown away leaves nothing, and lets go of the microphone", async ({ ada, member }) => {
  const bela = await member("Bela", SPEAKS);
  const { general } = await ada.api.place();
  await bela.enter(general);
  await bela.page.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      Object.assign(window, { tracks: stream.getTracks() });
      return stream;
    };
  });
  const isHeard = () =>
    bela.page.evaluate(() => (window as unknown as { tracks: MediaStreamTrack[] }).tracks.some((it) => it.readyState === "live"));
  await bela.press("Record a voice clip");
  await expect(bela.page.getByRole("timer")).toHaveText(LONG_ENOUGH);
  expect(await isHeard()).toBe(true);
  await bela.press("Throw the clip away");
  await expect(bela.page.getByRole("timer")).toHaveCount(0);
  expect(await isHeard()).toBe(false);
  await bela.press("Record a voice clip");
  await expect(bela.page.getByRole("button", { name: "Send clip" })).toBeFocused();
  await bela.page.keyboard.press("Escape");
  await expect(bela.page.getByRole("timer")).toHaveCount(0);
  expect(await isHeard()).toBe(false);
  await expect(bela.tray()).toHaveCount(0);
  expect(await bela.api.messages(general)).toHaveLength(2);
});

test("who keeps the microphone from it is told how to give it", async ({ ada, member }) => {
  const bela = await member("Bela", { permissions: [], viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const { general } = await ada.api.place();
  await bela.enter(general);
  await bela.press("Record a voice clip");
  await expect(bela.page.getByRole("alert")).toContainText("The browser keeps the microphone from Workloop");
  await expectNoBarriers(bela.page, "no microphone");
  await bela.context.grantPermissions(["microphone"]);
  await bela.press("Try again");
  await expect(bela.page.getByRole("timer")).toHaveText(LONG_ENOUGH);
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  await bela.press("Throw the clip away");
  await expect(bela.composer()).toBeFocused();
});
