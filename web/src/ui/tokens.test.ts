/** Contrast of every pair of tokens that meets on screen, in both themes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function declarations(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));
}

const blocks = [...css.matchAll(/(:root[^{,]*)\{([^}]*)\}/g)].map((m) => ({ selector: (m[1] ?? "").trim(), body: m[2] ?? "" }));
const raw = declarations(blocks[0]?.body ?? "");
const dark = declarations(blocks[1]?.body ?? "");
const meanings = declarations(blocks[2]?.body ?? "");

function colour(theme: "light" | "dark", token: string): string {
  const name = /var\(--([\w-]+)\)/.exec(meanings.get(token) ?? "")?.[1];
  const value = name && ((theme === "dark" ? dark.get(name) : undefined) ?? raw.get(name));
  if (!value?.startsWith("#")) throw new Error(`--${token} has no colour`);
  return value;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["surface", "surface-sunken", "surface-raised", "hover", "active", "mention"];
const onGrounds = ["text", "text-2", "text-3", "accent", "signal", "danger", "success", "link"].flatMap((ink) =>
  grounds.map((ground) => [ink, ground] as const),
);
const tints = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ["text", `tint-${n}`] as const);
const textPairs = [
  ...onGrounds,
  ...tints,
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-signal", "signal"],
  ["on-danger", "danger"],
  ["danger", "danger-bg"],
  ["text", "danger-bg"],
  ["warning-text", "warning-bg"],
] as const;
const controlPairs = [
  ...["surface", "surface-sunken", "surface-raised"].map((ground) => ["border-strong", ground] as const),
  ...grounds.map((ground) => ["focus", ground] as const),
] as const;

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  it.each(textPairs)("reads %s on %s at 4.5 or more", (ink, ground) => {
    expect(contrast(colour(theme, ink), colour(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(controlPairs)("shows %s on %s at 3 or more", (line, ground) => {
    expect(contrast(colour(theme, line), colour(theme, ground))).toBeGreaterThanOrEqual(3);
  });
});

it("dark swaps the raw tier only", () => {
  for (const name of dark.keys()) expect(name).toMatch(/^raw-/);
  for (const name of raw.keys()) expect(dark.has(name), `--${name} has no dark value`).toBe(true);
});
