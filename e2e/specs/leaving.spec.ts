/** Signing out: what was private goes with the person. */
import { expect, test } from "../stage.ts";

test("nothing of the account stays in the browser", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.say("Between us.");
  await ada.sees("Between us.");
  await ada.composer().fill("Half a thought");
  /** Whatever stands in the browser's stores, as one text. */
  const kept = () =>
    ada.page.evaluate(async () => {
      const found: unknown[] = Object.entries(localStorage);
      for (const { name, version } of await indexedDB.databases()) {
        const db = await new Promise<IDBDatabase>((done, fail) => {
          const request = indexedDB.open(name ?? "", version);
          request.onsuccess = () => done(request.result);
          request.onerror = () => fail(request.error);
        });
        for (const store of Array.from(db.objectStoreNames))
          found.push(
            await new Promise((done) => {
              const request = db.transaction(store).objectStore(store).getAll();
              request.onsuccess = () => done(request.result);
            }),
          );
        db.close();
      }
      return JSON.stringify(found);
    });
  await expect.poll(kept).toContain("Between us.");
  await expect.poll(kept).toContain("Half a thought");
  await ada.page.getByRole("button", { name: "Harbour: menu" }).click();
  await ada.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(ada.heading("Sign in")).toBeVisible();
  // Longer than anything waits before it's written.
  await ada.page.waitForTimeout(2_500);
  const left = await kept();
  for (const secret of ["Between us.", "Half a thought", "ada@example.org", general]) expect(left).not.toContain(secret);
});

test("the draft is there again on the next device", async ({ ada, stranger }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.composer().fill("Half a thought");
  await ada.page.getByRole("button", { name: "Harbour: menu" }).click();
  await ada.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(ada.heading("Sign in")).toBeVisible();
  const again = await stranger("Ada");
  await again.open("/signin");
  await again.signs("correct horse battery staple");
  await again.press("Sign in");
  await expect(again.composer()).toHaveValue("Half a thought");
});

test("unsent messages aren't thrown away without a word", async ({ ada }) => {
  const { general } = await ada.api.place();
  await ada.enter(general);
  await ada.page.route("**/api/v1/channels/*/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await ada.say("Never sent.");
  await ada.page.getByRole("button", { name: "Harbour: menu" }).click();
  await ada.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(ada.heading("Sign out with unsent messages?")).toBeVisible();
  await ada.press("Stay signed in");
  await expect(ada.message("Never sent.")).toBeVisible();
  await ada.page.getByRole("button", { name: "Harbour: menu" }).click();
  await ada.page.getByRole("menuitem", { name: "Sign out" }).click();
  await ada.press("Sign out anyway");
  await expect(ada.heading("Sign in")).toBeVisible();
});
