/** How the page is measured: bench/page. Alone, once, and with no picture taken beside it. */
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig({
  ...tests,
  testDir: "pace",
  timeout: 900_000,
  workers: 1,
  retries: 0,
  use: { ...tests.use, screenshot: "off", trace: "off" },
});
