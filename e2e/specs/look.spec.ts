/** Every screen on a phone and on a desk, in light and in dark, without barriers. */
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Nothing sticks out to the right. */
async function fits(page: import("@playwright/test").Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
}

test("no barriers in a conversation, its thread and around", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  const root = await ada.api.say(general, "Look at **this**: `code`, https://example.org and\n```\na block\n```");
  await bela.api.say(general, "In the thread.", root.id);
  await bela.api.ask("PUT", `/channels/${general}/messages/${root.id}/reactions/${encodeURIComponent("🎉")}`);
  await ada.enter(general);
  await ada.sees("Look at");
  await expectNoBarriers(ada.page, "conversation");
  await ada.message("Look at").getByRole("button", { name: "1 reply" }).click();
  await ada.sees("In the thread.", ada.thread());
  await expectNoBarriers(ada.page, "thread");
});

for (const [screen, path] of [
  ["profile", "/account/profile"],
  ["password", "/account/password"],
  ["appearance", "/account/appearance"],
  ["sessions", "/account/sessions"],
  ["people", "/admin/people"],
  ["invites", "/admin/invites"],
  ["workspace", "/admin/workspace"],
] as const) {
  test(`no barriers in ${screen}`, async ({ ada }) => {
    await ada.open(path);
    await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
    await ada.page.waitForLoadState("networkidle");
    await expectNoBarriers(ada.page, screen);
    await fits(ada.page);
  });
}

test("on a phone one writes and reads", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  await bela.enter(general);
  await bela.say("From the deck.");
  await bela.sees("From the deck.");
  await fits(bela.page);
  await expectNoBarriers(bela.page, "conversation on a phone");
});

test("a finger that stays opens the sheet", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  await ada.api.say(general, "Hold me.");
  await bela.enter(general);
  await bela.sees("Hold me.");
  const box = await bela.message("Hold me.").boundingBox();
  const finger = await bela.context.newCDPSession(bela.page);
  const at = [{ x: (box?.x ?? 0) + 120, y: (box?.y ?? 0) + (box?.height ?? 0) - 8 }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at });
  await expect(bela.page.getByRole("dialog", { name: "Message" })).toBeVisible();
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(bela.page.getByRole("dialog", { name: "Message" })).toBeVisible();
  await expectNoBarriers(bela.page, "sheet");
  await fits(bela.page);
  await bela.page.getByRole("dialog").getByRole("button", { name: "🎉" }).click();
  await expect(bela.reaction("Hold me.", "🎉")).toContainText("1");
});

test("dark is dark", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.page.emulateMedia({ colorScheme: "dark" });
  await ada.enter(general);
  const shade = await ada.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const channels = (shade.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  expect(Math.max(...channels)).toBeLessThan(64);
});
