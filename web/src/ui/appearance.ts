/** Theme and density: what the person chose, or the system. public/theme.js does the same
 * once before the first paint. */
import { useSyncExternalStore } from "react";

export interface Appearance {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
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

/** Follows the system and other tabs until the returned function is called. */
export function keepAppearance(): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    current = read();
    apply();
    for (const listener of listeners) listener();
  };
  system.addEventListener("change", apply);
  addEventListener("storage", fromOtherTab);
  return () => {
    system.removeEventListener("change", apply);
    removeEventListener("storage", fromOtherTab);
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
