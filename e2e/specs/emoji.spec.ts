/** The workspace's own emoji, and the tone of the others. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { picture } from "../samples.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const drawn = (person: Person, text: string) => person.message(text).getByRole("img", { name: ":party-parrot:" });

async function adds(person: Person, file: string): Promise<void> {
  const { page } = person;
  const sample = await picture(page, file, 300, 300, "orange");
  await page.locator('main input[type="file"]').setInputFiles(sample);
}

test("an emoji is added by hand and by key, and used by everyone at once", async ({ ada, member }) => {
  const bela = await member("Bela");
  const cleo = await member("Cleo", PHONE);
  const { general } = await ada.api.place();
  for (const person of [ada, cleo]) await person.enter(general);
  await bela.enter(general);
  await bela.page.getByRole("button", { name: "Harbour: menu" }).click();
  await bela.page.getByRole("menuitem", { name: "Emoji" }).click();
  await expect(bela.heading("Emoji of this workspace")).toBeVisible();
  await expect(bela.page.getByText("No emoji yet")).toBeVisible();
  await adds(bela, "Party Parrot.png");
  const name = bela.page.getByRole("textbox", { name: "Name" });
  await expect(name).toHaveValue("party-parrot");
  await expect(name).toBeFocused();
  await expectNoBarriers(bela.page, "adding an emoji");
  await name.fill("tada");
  await name.press("Enter");
  await expect(bela.page.getByText("A standard emoji has that name: choose another.")).toBeVisible();
  await name.fill("party-parrot");
  await name.press("Enter");
  await expect(bela.page.getByText(":party-parrot: is there.")).toBeVisible();
  await expect(bela.page.getByText(/^Added by Bela/)).toBeVisible();

  // In a message, by completion, in a picture for everyone; alone it's large.
  await ada.composer().pressSequentially("Ahoy :party-pa");
  await ada.page.getByRole("option", { name: ":party-parrot:" }).first().click();
  await ada.composer().press("Enter");
  for (const person of [ada, cleo]) {
    const image = drawn(person, "Ahoy");
    await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth)).toBe(128);
  }
  await ada.say(":party-parrot: 🎉");
  const alone = cleo.page.getByRole("listitem").filter({ hasText: "🎉" }).getByRole("img", { name: ":party-parrot:" });
  await expect.poll(async () => (await alone.boundingBox())?.height ?? 0).toBeGreaterThan(36);
  const over = await cleo.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  await expectNoBarriers(cleo.page, "own emoji on a phone");

  // As a reaction, from the picker, found by its name.
  await ada.message("Ahoy").hover();
  await ada.message("Ahoy").getByRole("button", { name: "React", exact: true }).click();
  await ada.page.getByRole("button", { name: "All emoji" }).click();
  await expect(ada.page.getByText("This workspace")).toBeVisible();
  await ada.page.getByRole("searchbox", { name: "Search emoji" }).fill("parrot");
  await ada.page.getByRole("gridcell", { name: /party-parrot/i }).click();
  await expect(ada.reaction("Ahoy", ":party-parrot:")).toHaveAttribute("aria-pressed", "true");
  await cleo.reaction("Ahoy", ":party-parrot:").click();
  await expect(ada.reaction("Ahoy", ":party-parrot:")).toHaveAccessibleName(/2: /);

  // Taken away it's a name, and the name is free again.
  await bela.page.getByRole("button", { name: "Take :party-parrot: away" }).click();
  await bela.page.getByRole("button", { name: "Take :party-parrot: away for everyone" }).click();
  await expect(bela.page.getByText("No emoji yet")).toBeVisible();
  for (const person of [ada, cleo]) await expect(drawn(person, "Ahoy")).toHaveCount(0);
  await expect(ada.message("Ahoy")).toContainText(":party-parrot:");
  await cleo.page.reload();
  await expect(cleo.message("Ahoy")).toContainText(":party-parrot:");
});

test("a tone is chosen once, and reactions of all tones are one", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.api.say(general, "Who comes along?");
  await ada.enter(general);
  await bela.enter(general);
  await ada.page.getByRole("button", { name: "Emoji", exact: true }).click();
  const tones = ada.page.getByRole("radiogroup", { name: "Skin tone" });
  await tones.getByRole("radio", { name: "No skin tone" }).focus();
  for (let step = 0; step < 3; step += 1) await ada.page.keyboard.press("ArrowRight");
  await expect(tones.getByRole("radio", { name: "Medium", exact: true })).toBeChecked();
  await expectNoBarriers(ada.page, "choosing a tone");
  await ada.page.getByRole("searchbox", { name: "Search emoji" }).fill("raised hand");
  await ada.page.getByRole("gridcell", { name: /^raised hand/i }).first().click();
  await expect(ada.composer()).toHaveValue(/✋🏽/);
  await ada.composer().fill("");
  await ada.composer().pressSequentially(":+1");
  await ada.page.getByRole("option", { name: ":+1:" }).click();
  await expect(ada.composer()).toHaveValue(/👍🏽/);
  await ada.composer().fill("");
  await ada.react("Who comes", "👍🏽");
  await bela.react("Who comes", "👍");
  for (const person of [ada, bela]) {
    await expect(person.reaction("Who comes", "👍")).toHaveAccessibleName(/^👍 2: /);
    await expect(person.message("Who comes").getByRole("button", { name: /^👍/ })).toHaveCount(1);
  }
  // One's own is taken back, in whichever tone it was.
  await ada.reaction("Who comes", "👍").click();
  await expect(bela.reaction("Who comes", "👍")).toHaveAccessibleName(/^👍 1: you/);
  await ada.page.reload();
  await ada.reaction("Who comes", "👍").click();
  await expect(bela.reaction("Who comes", "👍")).toHaveAccessibleName(/2: /);
});
