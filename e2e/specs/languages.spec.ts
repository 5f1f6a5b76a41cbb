/** Workloop in the language of the browser, or in the one that was chosen. */
import type { Page } from "@playwright/test";
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What tells that a page is in a language; `walked`: the rest is looked at too, for its long words or its direction. */
const SAYS = {
  ar: { direction: "rtl", walked: true, language: "اللغة", account: "حسابك", message: "مراسلة \u2068#general\u2069", day: "اليوم" },
  de: { direction: "ltr", walked: true, language: "Sprache", account: "Dein Konto", message: "Nachricht an #general", day: "Heute" },
  es: { direction: "ltr", walked: false, language: "Idioma", account: "Tu cuenta", message: "Mensaje para #general", day: "Hoy" },
  hi: { direction: "ltr", walked: false, language: "भाषा", account: "आपका अकाउंट", message: "#general को मैसेज करें", day: "आज" },
} as const;

type Code = keyof typeof SAYS;
const CODES = Object.keys(SAYS) as Code[];

/** Neither the page nor a part of it can be scrolled sideways; code may. */
async function fits(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("html, body, body *:not(pre, pre *)")]
      .filter((it) => it === document.documentElement || /auto|scroll/.test(getComputedStyle(it).overflowX))
      .filter((it) => it.scrollWidth > it.clientWidth)
      .map((it) => `${it.tagName}.${it.className} ${it.scrollWidth} > ${it.clientWidth}`),
  );
  expect(wide, where).toEqual([]);
}

/** Turns to another address and waits for what is there. Loading the page anew each time would take longer than all else. */
async function turnTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, "", to), path);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(page.locator('[class*="skeleton"]'), `${path} is there`).toHaveCount(0);
}

test("every language: chosen without a reload, kept on the device, and put back", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.api.say(general, "The tide is early.");
  const { page } = ada;
  const root = page.locator("html");
  let label = "Language";
  for (const code of CODES) {
    const says = SAYS[code];
    await ada.open("/account/appearance");
    await page.evaluate(() => Object.assign(window, { same: true }));
    const choice = page.getByLabel(label, { exact: true });
    await choice.focus();
    await choice.selectOption(code);
    label = says.language;
    await expect(page.getByLabel(label, { exact: true })).toBeFocused();
    await expect(page.getByRole("heading", { level: 1, name: says.account })).toBeVisible();
    await expect(root).toHaveAttribute("lang", code);
    await expect(root).toHaveAttribute("dir", says.direction);
    expect(await page.evaluate(() => "same" in window), "the page is still the same").toBe(true);
    await ada.open(`/c/${general}`);
    await expect(page.getByRole("textbox", { name: says.message })).toBeVisible();
    await expect(ada.conversation().getByText(says.day, { exact: true })).toBeVisible();
    await expect(root).toHaveAttribute("dir", says.direction);
  }
  await ada.open("/account/appearance");
  await page.getByLabel(label, { exact: true }).selectOption("system");
  await expect(page.getByLabel("Language")).toBeVisible();
  await expect(root).toHaveAttribute("dir", "ltr");
});

for (const code of CODES.filter((it) => SAYS[it].walked))
  for (const [device, options] of [
    ["a desk", {}],
    ["a phone", PHONE],
  ] as const) {
    test(`${code}: as the browser on ${device}, where everything fits`, async ({ ada, member }) => {
      const says = SAYS[code];
      const bela = await member("Bela", { ...options, locale: code });
      const { page } = bela;
      const { general } = await ada.api.place();
      const said = await ada.api.say(general, "Look: `code`, https://example.org (the *tide*).");
      await ada.api.say(general, "In the thread.", said.id);
      await bela.open(`/c/${general}`);
      await expect(page.locator("html")).toHaveAttribute("dir", says.direction);
      await expect(page.getByRole("textbox", { name: says.message })).toBeVisible();
      await bela.sees("Look: ");
      await fits(page, "conversation");
      await expectNoBarriers(page, `conversation in ${code}`);
      for (const path of [
        "/",
        `/c/${general}/about`,
        `/c/${general}/t/${said.id}`,
        "/threads",
        "/activity",
        "/files",
        "/saved",
        "/drafts",
        "/later",
        "/browse",
        "/search?q=thread",
        "/account/profile",
        "/account/password",
        "/account/appearance",
        "/account/notifications",
        "/account/sessions",
      ]) {
        await turnTo(page, path);
        await fits(page, path);
      }
      await expectNoBarriers(page, `sessions in ${code}`);
    });
  }

test("numbers and dates are the chosen language's, not the browser's", async ({ ada, member }) => {
  const bela = await member("Bela", { locale: "en-US" });
  const { general } = await ada.api.place();
  await ada.api.say(general, "Noon.");
  await bela.open("/account/appearance");
  await bela.page.getByLabel("Language").selectOption("de");
  await expect(bela.page.locator("html")).toHaveAttribute("lang", "de");
  await bela.open(`/c/${general}`);
  // Half past two in the afternoon is 14:30 here, and has no PM.
  await expect(bela.message("Noon.").locator("time").first()).toHaveText(/^\d\d:\d\d$/);
  await expect(bela.message("Noon.").locator("time").first()).toHaveAttribute("title", / um \d\d:\d\d$/);
});

test("what isn't spoken here is English", async ({ stranger, ada }) => {
  const cleo = await stranger("Cleo", { locale: "fi-FI" });
  await cleo.open("/signin");
  await expect(cleo.page.getByLabel("Email address")).toBeVisible();
  await expect(cleo.page.locator("html")).toHaveAttribute("lang", "en");
  expect(ada.name).toBe("Ada");
});

test("a language that can't be had is said so, and the one spoken goes on", async ({ ada }) => {
  await ada.open("/account/appearance");
  await ada.page.route(/\/assets\/de-[^/]+\.js$/, (route) => route.abort());
  await ada.page.getByLabel("Language").selectOption("de");
  await expect(ada.page.getByText(/language couldn't be loaded/)).toBeVisible();
  await expect(ada.page.locator("html")).toHaveAttribute("lang", "en");
  await expect(ada.page.getByLabel("Language")).toHaveValue("system");
});

test("a language that is long in coming is spoken once it's there", async ({ stranger, ada }) => {
  const cleo = await stranger("Cleo", { locale: "de" });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await cleo.page.route(/\/assets\/de-[^/]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await cleo.open("/signin");
  await expect(cleo.page.getByLabel("Email address")).toBeVisible();
  release();
  await expect(cleo.page.locator("html")).toHaveAttribute("lang", "de");
  await expect(cleo.page.getByLabel("Email address")).toHaveCount(0);
  expect(ada.name).toBe("Ada");
});
