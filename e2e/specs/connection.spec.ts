/** What the frame says of the connection and of the session. */
import { expectNoBarriers } from "../axe.ts";
import { expect, test } from "../stage.ts";

test("a short drop isn't worth a word, a long one is, and its banner leaves", async ({ ada, server }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await expect(ada.page.getByRole("img", { name: "connected", exact: true })).toBeVisible();
  await server.kill();
  const banner = ada.page.getByText(/^Reconnecting/);
  await expect(ada.page.getByRole("img", { name: "connecting", exact: true })).toBeVisible();
  await expect(banner).toBeHidden();
  await expect(banner).toBeVisible();
  await expectNoBarriers(ada.page, "reconnecting");
  await server.restart();
  // It may have come back by itself just before.
  await Promise.race([ada.press("Retry now"), banner.waitFor({ state: "hidden" })]);
  await expect(banner).toBeHidden();
  await expect(ada.page.getByRole("img", { name: "connected", exact: true })).toBeVisible();
});

test("offline says what still works and counts what waits", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.setOffline(true);
  await ada.say("Later, then.");
  await expect(ada.page.getByText(/You're offline.*1 message waiting/)).toBeVisible({ timeout: 50_000 });
  await ada.setOffline(false);
  await ada.sees("Later, then.");
  await expect(ada.page.getByText(/You're offline/)).toBeHidden();
});

test("a session that was ended elsewhere is said over the page", async ({ ada, stranger }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  const other = await stranger("Ada");
  await other.open("/signin");
  await other.signs("correct horse battery staple");
  await other.press("Sign in");
  await expect(other.composer()).toBeVisible();
  await other.open("/account/sessions");
  await other.press("End all other sessions and tokens");
  await expect(ada.heading("Your session ended")).toBeVisible();
  await expectNoBarriers(ada.page, "session ended");
  await ada.press("Sign in again");
  await expect(ada.heading("Sign in")).toBeVisible();
});

test("a page that couldn't begin says so, goes on trying and opens by itself", async ({ ada }) => {
  const { general } = await ada.api.place();
  let cut = true;
  await ada.page.route("**/api/v1/**", (route) => (cut ? route.abort() : route.fallback()));
  await ada.open(`/c/${general}`);
  await expect(ada.heading("Workloop can't be reached")).toBeVisible();
  await expectNoBarriers(ada.page, "can't be reached");
  cut = false;
  await expect(ada.composer()).toBeVisible();
});
