/** Theme, density and language: what the person chose, or the system. public/theme.js does the
 * same for the first two once before the first paint. */
import { useSyncExternalStore } from "react";
import { type Choice, isLanguage, speakAs } from "../texts/languages";

export interface Appearance {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  language: Choice;
}

const KEY = "workloop.appearance";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let current = read();

function read(): Appearance {
  let kept: Partial<Appearance> | null = null;
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Appearance> | null;
  } catch {
    // No storage, or rubbish in it: the defaults.
  }
  return {
    theme: kept?.theme === "light" || kept?.theme === "dark" ? kept.theme : "system",
    density: kept?.density === "compact" ? "compact" : "comfortable",
    language: isLanguage(kept?.language) ? kept.language : "system",
  };
}

function apply() {
  const dark = current.theme === "dark" || (current.theme === "system" && system.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.density = current.density;
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#121918" : "#ffffff");
}

export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Private mode: it holds for this visit.
  }
  apply();
  for (const listener of listeners) listener();
}

/** Speaks what was chosen on this device; where its texts can't be had, what was spoken goes on. */
export const speakKept = (): Promise<void> => speakAs(current.language).catch(() => undefined);

/** Chooses a language once its texts are there; throws when they can't be had. */
export async function setLanguage(language: Choice): Promise<void> {
  await speakAs(language);
  setAppearance({ language });
}

/** Follows the system and other tabs until the returned function is called. */
export function keepAppearance(): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    current = read();
    apply();
    void speakKept();
    for (const listener of listeners) listener();
  };
  const fromBrowser = () => void speakKept();
  system.addEventListener("change", apply);
  addEventListener("storage", fromOtherTab);
  addEventListener("languagechange", fromBrowser);
  return () => {
    system.removeEventListener("change", apply);
    removeEventListener("storage", fromOtherTab);
    removeEventListener("languagechange", fromBrowser);
  };
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
