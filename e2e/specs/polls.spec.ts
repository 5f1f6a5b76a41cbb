/** Asking, choosing and ending, with two people at it. */
import { expectNoBarriers } from "../axe.ts";
import type { Person } from "../person.ts";
import { expect, test } from "../stage.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const poll = (person: Person, question: string) => person.conversation().getByRole("group", { name: question });

test("a poll is asked from the menu, voted on by two at once, and ended", async ({ ada, member }) => {
  const bela = await member("Bela", PHONE);
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.page.getByRole("button", { name: "Add to the message" }).click();
  await ada.page.getByRole("menuitem", { name: "Poll" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "New poll" });
  await dialog.getByLabel("Question").fill("Where do we moor?");
  await dialog.getByLabel("Answer 1").fill("Quay");
  await dialog.getByLabel("Answer 2").fill("Pier");
  await dialog.getByRole("button", { name: "Add an answer" }).click();
  await expect(dialog.getByRole("textbox", { name: "Answer 3" })).toBeFocused();
  await ada.page.keyboard.type("Buoy");
  await expectNoBarriers(ada.page, "asking a poll");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog).toHaveCount(0);

  for (const person of [ada, bela]) await expect(poll(person, "Where do we moor?")).toContainText("nobody voted yet");
  await poll(bela, "Where do we moor?").getByRole("radio", { name: /Pier/ }).click();
  await expect(poll(ada, "Where do we moor?").getByRole("radio", { name: /Pier Bela 1 vote/ })).toBeVisible();
  await poll(ada, "Where do we moor?").getByRole("radio", { name: /Quay/ }).focus();
  await ada.page.keyboard.press("Space");
  for (const person of [ada, bela]) await expect(poll(person, "Where do we moor?")).toContainText("2 people voted");
  await expect(poll(bela, "Where do we moor?").getByRole("radio", { name: /Quay Ada 1 vote/ })).toBeVisible();
  await expectNoBarriers(bela.page, "a poll on a phone");
  const over = await bela.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
  await poll(bela, "Where do we moor?").getByRole("button", { name: "Take my vote back" }).click();
  for (const person of [ada, bela]) await expect(poll(person, "Where do we moor?")).toContainText("1 person voted");
  await expect(poll(bela, "Where do we moor?").getByRole("button", { name: "Close the poll" })).toHaveCount(0);
  await poll(ada, "Where do we moor?").getByRole("button", { name: "Close the poll" }).click();
  await expect(poll(bela, "Where do we moor?")).toContainText("closed");
  await expect(poll(bela, "Where do we moor?").getByRole("radio").first()).toBeDisabled();
  await bela.page.reload();
  await expect(poll(bela, "Where do we moor?")).toContainText("1 person voted");
});

test("a poll is asked by command; an anonymous one names nobody and knows one's own choice", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.say('/poll "Rum?"');
  await expect(ada.page.getByText(/Write the question and 2 to 10 answers/)).toBeVisible();
  await ada.say('/poll "Rum?" "Aye" "Nay"');
  await expect(poll(bela, "Rum?")).toBeVisible();
  await ada.composer().fill("/poll");
  await ada.composer().press("Enter");
  const dialog = ada.page.getByRole("dialog", { name: "New poll" });
  await dialog.getByLabel("Question").fill("Mutiny?");
  await dialog.getByLabel("Answer 1").fill("Aye");
  await dialog.getByLabel("Answer 2").fill("Later");
  await dialog.getByRole("switch", { name: "Several answers may be chosen" }).click();
  await dialog.getByRole("switch", { name: /^Anonymous/ }).click();
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  const mutiny = poll(bela, "Mutiny?");
  await mutiny.getByRole("checkbox", { name: /Aye/ }).click();
  await mutiny.getByRole("checkbox", { name: /Later/ }).click();
  await expect(poll(ada, "Mutiny?")).toContainText("1 person voted · several answers · anonymous");
  await expect(poll(ada, "Mutiny?")).not.toContainText("Bela");
  await bela.page.reload();
  for (const answer of [/Aye/, /Later/]) await expect(mutiny.getByRole("checkbox", { name: answer })).toBeChecked();
});
