/** A browser's own description of itself, in two words. */

import { account as t } from "../../texts/en/account";
import { isolated } from "../../texts/language";

const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["SamsungBrowser", "Samsung Internet"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["CriOS", "Chrome"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const SYSTEMS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** "Firefox on Linux"; what isn't a browser's description stays as it is. */
export function deviceName(label: string): string {
  if (!label.startsWith("Mozilla/")) return label ? isolated(label) : t("unnamed");
  const name = (list: readonly (readonly [string, string])[]) => list.find(([sign]) => label.includes(sign))?.[1];
  const [browser, system] = [name(BROWSERS) ?? t("browser"), name(SYSTEMS)];
  return system ? t("browserOn", { browser, system }) : browser;
}
