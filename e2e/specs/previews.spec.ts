/** What links lead to: seen by everyone, fetched by nobody's browser, and taken away again. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { picture } from "../samples.ts";
import { test as base, expect } from "../stage.ts";
import { Website } from "../website.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const test = base.extend<{ site: Website }>({
  site: async ({ ada }, use) => {
    const site = await Website.open((await picture(ada.page, "pier.png", 1_200, 630)).buffer);
    await use(site);
    site.close();
  },
  settings: { WORKLOOP_EGRESS_NETWORKS: "127.0.0.1/32", WORKLOOP_LINK_PREVIEWS: "on" },
});

const card = (person: Person) => person.page.getByRole("group", { name: "What Harbour News says of the linked page" });

test("a link shows what it leads to, and its author takes that off", async ({ ada, member, site }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  const foreign: string[] = [];
  for (const { page } of [ada, bela]) page.on("request", (request) => request.url().startsWith(site.origin) && foreign.push(request.url()));
  await ada.enter(general);
  await bela.enter(general);
  await ada.say(`Look: ${site.origin}/tides`);
  for (const person of [ada, bela]) {
    await expect(card(person)).toBeVisible({ timeout: 30_000 });
    const link = card(person).getByRole("link");
    await expect(link).toHaveAttribute("href", `${site.origin}/tides`);
    await expect(link).toContainText("When the water comes & <b>goes</b>");
    await expect(link).toContainText("The tides of the week");
    const image = card(person).locator("img").last();
    await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth)).toBe(720);
  }
  expect(foreign, "only the server asks").toEqual([]);
  expect(site.asked).toEqual(["/tides", "/pier.png"]);
  await expectNoBarriers(bela.page, "a preview");
  await expect(card(bela).getByRole("button")).toHaveCount(0);
  // It is there after coming back, too.
  await bela.page.reload();
  await expect(card(bela)).toBeVisible();
  // By keyboard: into the message, past its link and the card's.
  await ada.message("Look:").focus();
  const remove = card(ada).getByRole("button", { name: "Remove the preview of When the water comes & <b>goes</b>" });
  await expect(remove).not.toHaveAttribute("tabindex", "-1");
  await remove.focus();
  await ada.page.keyboard.press("Enter");
  await expect(card(ada)).toHaveCount(0);
  await expect(ada.message("Look:")).toBeFocused();
  await expect(card(bela)).toHaveCount(0);
  await expect(bela.message("Look:")).toBeVisible();
});

test("an edit takes a preview and brings one; what isn't there shows nothing", async ({ ada, member, site }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.say(`First ${site.origin}/tides`);
  await expect(card(bela)).toBeVisible({ timeout: 30_000 });
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  await expectNoBarriers(bela.page, "a preview on a phone");
  await ada.edit("First", `Then ${site.origin}/plain`);
  const plain = bela.page.getByRole("group", { name: "What 127.0.0.1 says of the linked page" });
  await expect(plain).toContainText("A page with a name and nothing else", { timeout: 30_000 });
  await expect(card(bela)).toHaveCount(0);
  await ada.edit("Then", `Last ${site.origin}/away`);
  await expect(plain).toHaveCount(0);
  await expect.poll(() => site.asked.at(-1), { timeout: 30_000 }).toBe("/away");
  await bela.sees("Last");
  await expect(bela.page.getByRole("group", { name: /says of the linked page/ })).toHaveCount(0);
});
