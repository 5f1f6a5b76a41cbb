/** Looks for barriers on a page as it is, in light and in dark. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Page, expect } from "@playwright/test";
import type axe from "axe-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with what is in the way of whom. */
export async function expectNoBarriers(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The page hears of it a moment later, and draws it with the next frame.
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    // Evaluated through the debugger, so that the page's own content policy stays in force.
    await page.evaluate(SOURCE);
    const found = await page.evaluate(
      (rules) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: rules, resultTypes: ["violations"] }),
      RULES,
    );
    const barriers = found.violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
    expect(barriers, `${screen} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
