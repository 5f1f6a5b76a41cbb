/** How the browser tests run: the machine's own Chromium, one test at a time per core. In CI a
 * failed one gets a second chance and is listed as flaky; on a desk it gets none. */
import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";

/** The first Chromium there is. */
function chromium(): string {
  for (const name of [process.env["CHROMIUM"], "chromium", "chromium-browser", "google-chrome"]) {
    if (!name) continue;
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next one, then.
    }
  }
  throw new Error("There is no Chromium: apt-get install chromium, or set CHROMIUM to its path.");
}

const isRoot = process.getuid?.() === 0;

/** Words, looks, commands and what a browser does by itself are the same whatever is behind. */
const ALIKE = ["commands", "direction", "languages", "look", "mail", "notifying", "offline", "profile", "voice"];

export default defineConfig({
  testDir: "specs",
  testIgnore: process.env["E2E_CLUSTER"] ? ALIKE.map((name) => `${name}.spec.ts`) : [],
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // A container that starts beside a page changes the machine's network, and Chromium gives up
  // what is under way.
  workers: process.env["E2E_IMAGES"] === "containers" ? 1 : 2,
  retries: process.env["CI"] ? 1 : 0,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    actionTimeout: 10_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    // It keeps the whole page for when there is no network: once for each browser of each test.
    serviceWorkers: "block",
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: { executablePath: chromium(), args: isRoot ? ["--no-sandbox"] : [] },
  },
});
