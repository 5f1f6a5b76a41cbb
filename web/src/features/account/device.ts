/** A browser's own description of itself, in two words. */

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
  if (!label.startsWith("Mozilla/")) return label || "Unnamed";
  const name = (list: readonly (readonly [string, string])[]) => list.find(([sign]) => label.includes(sign))?.[1];
  return [name(BROWSERS) ?? "Browser", name(SYSTEMS)].filter(Boolean).join(" on ");
}
