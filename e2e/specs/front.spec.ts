/** Getting in: the first person, an invite, signing in, and the same without barriers. */
import { PASSWORD } from "../api.ts";
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

test("the first person sets it up, and nobody does so twice", async ({ server, stranger }) => {
  const ada = await stranger("Ada");
  await ada.setUp(server.code, "Harbour");
  await expect(ada.heading("Bring your people")).toBeVisible();
  const cleo = await stranger("Cleo");
  await cleo.setUp(server.code, "Pirates");
  await expect(cleo.page.getByText("This Workloop is set up: sign in.")).toBeVisible();
});

test("a stranger without the code is turned away", async ({ stranger }) => {
  const cleo = await stranger("Cleo");
  await cleo.setUp("guessed", "Pirates");
  await expect(cleo.page.getByRole("alert").first()).toBeVisible();
  await expect(cleo.heading("Bring your people")).toBeHidden();
});

test("Bela joins by the link that Ada made", async ({ server, stranger }) => {
  const ada = await stranger("Ada");
  await ada.setUp(server.code, "Harbour");
  await ada.press("Create an invite link");
  const link = await ada.page.getByLabel("Invite link").inputValue();
  const bela = await stranger("Bela");
  await bela.page.goto(link.replace("localhost", "127.0.0.1"));
  await expect(bela.heading("Join Harbour")).toBeVisible();
  await bela.introduce();
  await bela.press("Join");
  await bela.page.waitForURL(/\/(c\/.*)?$/);
  await bela.api.place();
});

test("an invite that was never made opens nothing", async ({ ada, stranger }) => {
  const cleo = await stranger("Cleo");
  await cleo.open("/invite/nothing");
  await expect(cleo.heading("This invite can't be used")).toBeVisible();
  expect(ada.name).toBe("Ada");
});

test("signing in takes the right password", async ({ ada, stranger }) => {
  const again = await stranger(ada.name);
  await again.open("/signin");
  await again.signs("a wrong guess, sorry");
  await again.press("Sign in");
  await expect(again.page.getByText(/don't match/)).toBeVisible();
  await again.signs(PASSWORD);
  await again.press("Sign in");
  await again.page.waitForURL(/\/(c\/.*)?$/);
  await again.api.place();
});

test("no barriers on the way in", async ({ server, stranger }) => {
  const ada = await stranger("Ada");
  await ada.open(`/setup?code=${server.code}`);
  await expect(ada.heading("Set up Workloop")).toBeVisible();
  await expectNoBarriers(ada.page, "set-up");
  await ada.setUp(server.code, "Harbour");
  await expect(ada.heading("Bring your people")).toBeVisible();
  await expectNoBarriers(ada.page, "first steps");
  const invite = await ada.api.invite();
  const bela = await stranger("Bela");
  await bela.open(`/invite/${invite}`);
  await expect(bela.heading("Join Harbour")).toBeVisible();
  await expectNoBarriers(bela.page, "invite");
  await bela.open("/signin");
  await expect(bela.heading("Sign in")).toBeVisible();
  await expectNoBarriers(bela.page, "sign-in");
});
