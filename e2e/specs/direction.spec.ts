/** Which way things run: the app as its language does, what people write as it is written. */
import type { Locator, Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

const HEBREW = "שלום לכולם, הגל מוקדם.";
const LATIN = "Hello everyone, the tide is early!";

const directionOf = (it: Locator) => it.evaluate((node) => getComputedStyle(node).direction);
const sideOf = async (page: Page, it: Locator) => {
  const box = await it.boundingBox();
  const middle = (box?.x ?? 0) + (box?.width ?? 0) / 2;
  return middle < (page.viewportSize()?.width ?? 0) / 2 ? "left" : "right";
};

test("in Arabic all stands on the other side, and a Latin message reads from the left", async ({ ada, member }) => {
  const bela = await member("Bela", { locale: "ar" });
  const { general } = await ada.api.place();
  await ada.api.say(general, LATIN);
  await ada.api.say(general, `${HEBREW} \`let x = 1;\` https://example.org/a`);
  await bela.open(`/c/${general}`);
  const { page } = bela;
  await expect(bela.message(LATIN)).toBeVisible();
  expect(await sideOf(page, page.locator('[data-pane="sidebar"]'))).toBe("right");
  const send = page.locator(".lucide-send-horizontal");
  expect(await sideOf(page, send)).toBe("left");
  expect(await send.evaluate((it) => getComputedStyle(it).scale)).toBe("-1 1");
  expect(await directionOf(bela.message(LATIN).getByText(LATIN))).toBe("ltr");
  const hebrew = bela.message(HEBREW).getByText(HEBREW);
  expect(await directionOf(hebrew)).toBe("rtl");
  expect(await directionOf(hebrew.locator("code"))).toBe("ltr");
  expect(await directionOf(hebrew.locator("a"))).toBe("ltr");
  const composer = page.locator("textarea[data-composer]");
  expect(await directionOf(composer)).toBe("rtl");
  await composer.fill("Right!");
  expect(await directionOf(composer)).toBe("ltr");
  // Its menu opens under it, from its own edge.
  const menu = page.getByRole("button", { name: /Harbour/ });
  await menu.click();
  const [opener, list] = [await menu.boundingBox(), await page.getByRole("menu", { name: /Harbour/ }).boundingBox()];
  expect(Math.round((list?.x ?? 0) + (list?.width ?? 0))).toBeCloseTo(Math.round((opener?.x ?? 0) + (opener?.width ?? 0)), -1);
  await expectNoBarriers(page, "conversation in Arabic, with a menu");
});

test("in Arabic the arrow to the left leads to the next picture", async ({ ada, member }) => {
  const bela = await member("Bela", { locale: "ar" });
  const { general } = await ada.api.place();
  await bela.open(`/c/${general}`);
  const { page } = bela;
  const picker = page.locator('input[type="file"]').first();
  const dot = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
  await picker.setInputFiles(["one.png", "two.png"].map((name) => ({ name, mimeType: "image/png", buffer: dot })));
  await page.locator("textarea[data-composer]").press("Enter");
  await bela.conversation().getByRole("img", { name: "one.png" }).click();
  const shown = page.getByRole("dialog").locator("header");
  await expect(shown).toContainText("one.png");
  await page.keyboard.press("ArrowLeft");
  await expect(shown).toContainText("two.png");
  await page.keyboard.press("ArrowRight");
  await expect(shown).toContainText("one.png");
  const next = page.getByRole("dialog").locator(".lucide-chevron-right");
  expect(await sideOf(page, next)).toBe("left");
  expect(await next.evaluate((it) => getComputedStyle(it).scale)).toBe("-1 1");
});

test("in English what is written from the right reads so, wherever it stands", async ({ ada, member }) => {
  const bela = await member("Bela");
  await bela.api.ask("PATCH", "/account", { name: "נועה" });
  const { general } = await ada.api.place();
  const said = await bela.api.say(general, HEBREW);
  await ada.api.say(general, "In the thread.", said.id);
  await ada.open(`/c/${general}`);
  const message = ada.message(HEBREW);
  expect(await directionOf(message.getByText(HEBREW))).toBe("rtl");
  expect(await directionOf(message.getByText("נועה").first())).toBe("rtl");
  // Its words begin at the right, its writer's name stands where names stand.
  expect(await message.getByText(HEBREW).evaluate((it) => getComputedStyle(it).textAlign)).toBe("start");
  for (const path of ["/threads", `/search?q=${encodeURIComponent("שלום")}`]) {
    await ada.open(path);
    const words = ada.page.locator("main").getByText(/שלום לכולם/).first();
    await expect(words).toBeVisible();
    expect(await directionOf(words.locator("xpath=ancestor-or-self::*[@dir][1]")), path).toBe("rtl");
    const name = ada.page.locator("main").getByText("נועה").first();
    expect(await directionOf(name), path).toBe("rtl");
  }
  await ada.enter(general);
  await ada.composer().fill("שלום");
  expect(await directionOf(ada.composer())).toBe("rtl");
  await ada.composer().fill("");
  expect(await directionOf(ada.composer())).toBe("ltr");
});
