/** What e-mails lead to. */
import { PASSWORD, account } from "../api.ts";
import { expectNoBarriers } from "../axe.ts";
import { Postman } from "../postman.ts";
import { freePort } from "../programs.ts";
import { test as base, expect } from "../stage.ts";

const test = base.extend<{ postman: Postman }>({
  postman: async ({}, use) => {
    const postman = await Postman.start();
    await use(postman);
    await postman.end();
  },
  settings: async ({ postman }, use) => {
    const address = `127.0.0.1:${await freePort()}`;
    await use({
      WORKLOOP_LISTEN: address,
      WORKLOOP_PUBLIC_URL: `http://${address}`,
      WORKLOOP_MAIL_URL: postman.url,
      WORKLOOP_MAIL_FROM: "Harbour <chat@harbour.example>",
      WORKLOOP_MAIL_WAIT_SECONDS: "1",
    });
  },
});

test("a forgotten password is set anew by a link, once", async ({ ada, member, postman }) => {
  const bela = await member("Bela");
  await bela.open("/signin");
  await bela.page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(bela.heading("Forgot your password?")).toBeVisible();
  await expectNoBarriers(bela.page, "forgotten password");
  const { email } = account("Bela");
  await bela.page.getByLabel("Email address").fill(email);
  await bela.press("Send the link");
  await expect(bela.heading("Look into your mail")).toBeVisible();
  const [, link = ""] = await postman.has(email, /^http:\/\/127\.0\.0\.1:\d+(\/reset#\S+)/m);

  await ada.open(link);
  await expect(ada.heading("Set a new password")).toBeVisible();
  await expectNoBarriers(ada.page, "a new password");
  await ada.page.getByLabel("New password").fill("a password of today");
  await ada.press("Set password");
  await expect(ada.heading("Your password is set")).toBeVisible();
  await postman.has(email, /was changed/);

  await bela.open("/signin");
  await bela.signs(PASSWORD);
  await bela.press("Sign in");
  await expect(bela.page.getByText(/don't match/)).toBeVisible();
  await bela.signs("a password of today");
  await bela.press("Sign in");
  await bela.page.waitForURL(/\/(c\/.*)?$/);
  await bela.open("/");
  await bela.open(link);
  await bela.page.getByLabel("New password").fill("a password of tomorrow");
  await bela.press("Set password");
  await expect(bela.heading("This link can't be used")).toBeVisible();
  await bela.press("Ask for a new link");
  await expect(bela.heading("Forgot your password?")).toBeVisible();
});

test("people are invited by e-mail, each by a link of their own", async ({ ada, stranger, postman }) => {
  await ada.open("/admin/invites");
  await ada.page.getByLabel("Send to").fill("Bela <bela@harbour.example>\ncleo");
  await ada.press("Send 2 invites");
  await expect(ada.page.getByText('"cleo" doesn\'t look like name@example.org')).toBeVisible();
  await ada.page.getByLabel("Send to").fill("Bela <bela@harbour.example>\ncleo@harbour.example");
  await expectNoBarriers(ada.page, "invites by e-mail");
  await ada.press("Send 2 invites");
  await expect(ada.page.getByText("2 invites are on the way.")).toBeVisible();
  await expect(ada.page.getByText(/Used 0 of 1 time/)).toHaveCount(2);
  await postman.has("cleo@harbour.example", /Ada invites you to Harbour/);
  const [, link = ""] = await postman.has("bela@harbour.example", /^http:\/\/127\.0\.0\.1:\d+(\/invite\/\S+)/m);
  const bela = await stranger("Bela");
  await bela.open(link);
  await expect(bela.page.getByText("Ada invited you")).toBeVisible();
  await bela.api.accept(link.replace("/invite/", ""), "Bela");
  const late = await stranger("Late");
  await late.open(link);
  await expect(late.page.getByText("Ada invited you")).toHaveCount(0);
  await expect(late.page.getByRole("heading", { name: /invite/i })).toBeVisible();
});

test("what one missed comes by e-mail, until one wants no more", async ({ ada, member, postman }) => {
  const bela = await member("Bela");
  const { email } = account("Bela");
  const { general } = await ada.api.place();
  const { id } = await bela.api.ask<{ id: string }>("GET", "/account");
  await bela.open("/account/notifications");
  const often = bela.page.getByLabel("Write to me about what I missed");
  await expect(often).toHaveValue("soon");
  await expectNoBarriers(bela.page, "notifications by e-mail");
  // Who is there needs no e-mail.
  await bela.page.goto("about:blank");
  await ada.api.say(general, `<@${id}>, the tide turns.`);
  const [, link = ""] = await postman.has(email, /the tide turns[\s\S]*No more of these: http:\/\/127\.0\.0\.1:\d+(\/unsubscribe#\S+)/);

  const phone = await bela.context.newPage();
  await phone.setViewportSize({ width: 390, height: 800 });
  await phone.goto(bela.url + link);
  await expect(phone.getByRole("heading", { name: "No more email about what you missed?" })).toBeVisible();
  await expectNoBarriers(phone, "no more e-mail");
  await phone.getByRole("button", { name: "Stop these emails" }).press("Enter");
  await expect(phone.getByRole("heading", { name: "No more of these emails" })).toBeVisible();
  await phone.goto(`${bela.url}/unsubscribe#cut`);
  await phone.reload();
  await phone.getByRole("button", { name: "Stop these emails" }).click();
  await expect(phone.getByRole("heading", { name: "This link can't be used" })).toBeVisible();
  await bela.open("/account/notifications");
  await expect(often).toHaveValue("never");
  await often.selectOption("In the morning");
  await bela.page.getByRole("switch", { name: "Say in emails who wrote what" }).click();
  await bela.page.reload();
  await expect(often).toHaveValue("daily");
  await expect(bela.page.getByRole("switch", { name: "Say in emails who wrote what" })).not.toBeChecked();
});
