/** The network goes, the page goes, the server goes: nothing said is lost or said twice. */
import { expect, test } from "../stage.ts";

test("what was written offline is sent on return, once", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await bela.setOffline(true);
  await bela.say("Written in the fog.");
  await expect(bela.message("Written in the fog.")).toBeVisible();
  await ada.say("Said meanwhile.");
  await ada.sees("Said meanwhile.");
  await expect(ada.message("Written in the fog.")).toHaveCount(0);
  await bela.setOffline(false);
  await ada.sees("Written in the fog.");
  await bela.sees("Written in the fog.");
  await bela.sees("Said meanwhile.");
});

test("the outbox survives a reload", async ({ ada, server }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  // The page must load again while its messages can't go out, so only the API is cut.
  await ada.page.route("**/api/v1/channels/*/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await ada.say("Kept over the reload.");
  await expect(ada.message("Kept over the reload.")).toBeVisible();
  await ada.page.reload();
  await expect(ada.message("Kept over the reload.")).toBeVisible();
  expect((await ada.api.messages(general)).map((it) => it.text)).not.toContain("Kept over the reload.");
  await ada.page.unroute("**/api/v1/channels/*/messages");
  await ada.page.reload();
  await ada.sees("Kept over the reload.");
  await expect.poll(async () => (await ada.api.messages(general)).filter((it) => it.text === "Kept over the reload.").length).toBe(1);
  expect(server.log).not.toContain("ERROR");
});

test("a killed server comes back with everything, and the pages find it", async ({ ada, member, server }) => {
  const bela = await member("Bela");
  const { general } = await ada.api.place();
  await ada.enter(general);
  await bela.enter(general);
  await ada.say("Before the storm.");
  await bela.sees("Before the storm.");
  await server.kill();
  await ada.say("In the storm.");
  await expect(ada.message("In the storm.")).toBeVisible();
  await server.restart();
  await expect(bela.message("In the storm.")).toBeVisible({ timeout: 30_000 });
  await ada.sees("In the storm.");
  const texts = (await ada.api.messages(general)).map((it) => it.text);
  expect(texts.filter((text) => text === "Before the storm.")).toHaveLength(1);
  expect(texts.filter((text) => text === "In the storm.")).toHaveLength(1);
});

test("what one is let into appears, though it couldn't be looked up at first", async ({ ada, member }) => {
  const bela = await member("Bela");
  const { workspace, general } = await ada.api.place();
  await ada.enter(general);
  let failed = 0;
  await ada.page.route(/\/api\/v1\/channels\/C[^/]*$/, (route) => {
    failed += 1;
    return failed <= 2 ? route.abort() : route.continue();
  });
  const { id: adas } = await ada.api.ask<{ id: string }>("GET", "/account");
  const direct = await bela.api.ask<{ id: string }>("POST", `/workspaces/${workspace}/direct`, { people: [adas] });
  await bela.api.say(direct.id, "Ahoy");
  await expect(ada.page.getByRole("link", { name: /^Bela|Bela .*for you/ })).toContainText("1 for you");
  expect(failed).toBeGreaterThan(2);
});
