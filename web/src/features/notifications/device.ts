/** What one wants to be told on this device: kept here, as the theme is, and the same in all tabs. */
import { useSyncExternalStore } from "react";

export interface Device {
  /** null: never chosen. */
  on: boolean | null;
  /** Who wrote and what, or only that there is something. */
  words: boolean;
  sound: boolean;
  /** The offer to turn them on was sent away. */
  declined: boolean;
}

const KEY = "workloop.notifications";
const listeners = new Set<() => void>();
let current: Device = read();

function read(): Device {
  let kept: Partial<Record<keyof Device, unknown>> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    // No storage, or rubbish in it: nothing was chosen.
  }
  return {
    on: typeof kept.on === "boolean" ? kept.on : null,
    words: kept.words !== false,
    sound: kept.sound === true,
    declined: kept.declined === true,
  };
}

function changed(): void {
  for (const listener of listeners) listener();
}

export const device = (): Device => current;

export function setDevice(change: Partial<Device>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Private mode: it holds for this visit.
  }
  changed();
}

function watch(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener("storage", fromOtherTab);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("storage", fromOtherTab);
  };
}

function fromOtherTab(event: StorageEvent): void {
  if (event.key !== KEY) return;
  current = read();
  changed();
}

export const useDevice = (): Device => useSyncExternalStore(watch, device);
