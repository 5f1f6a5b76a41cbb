/** The languages there are, which of them is wanted, and how one is loaded: all its texts at once. */
import { speak } from "./language";
import type { Whole } from "./whole";

interface Language {
  /** As those who speak it call it. */
  name: string;
  direction: "ltr" | "rtl";
  /** null: it comes with the code. */
  load: (() => Promise<{ default: Whole }>) | null;
}

export const LANGUAGES = {
  ar: { name: "العربية", direction: "rtl", load: () => import("./ar") },
  de: { name: "Deutsch", direction: "ltr", load: () => import("./de") },
  en: { name: "English", direction: "ltr", load: null },
  es: { name: "Español", direction: "ltr", load: () => import("./es") },
  hi: { name: "हिन्दी", direction: "ltr", load: () => import("./hi") },
} as const satisfies Readonly<Record<string, Language>>;

export type Code = keyof typeof LANGUAGES;
/** `system`: as the browser. */
export type Choice = Code | "system";

export const isLanguage = (code: unknown): code is Code => typeof code === "string" && Object.hasOwn(LANGUAGES, code);

const baseOf = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";

/** The language to speak, and the locale for its numbers and dates; `wanted` is the browser's list. */
export function chosen(choice: Choice, wanted: readonly string[]): { code: Code; locale: string } {
  const code = choice === "system" ? (wanted.map(baseOf).find(isLanguage) ?? "en") : choice;
  return { code, locale: wanted.find((tag) => baseOf(tag) === code) ?? code };
}

let latest = 0;

/** Speaks it once its texts are there; if they can't be had, what was spoken goes on, and this throws. */
export async function speakAs(choice: Choice, wanted: readonly string[] = navigator.languages): Promise<void> {
  latest += 1;
  const mine = latest;
  const { code, locale } = chosen(choice, wanted);
  const { direction, load }: Language = LANGUAGES[code];
  const catalogue = load ? (await load()).default : null;
  // Somebody may have chosen again meanwhile.
  if (mine !== latest) return;
  Object.assign(document.documentElement, { lang: code, dir: direction });
  speak(locale, direction, catalogue);
}
