/** The keys that work everywhere. */
import { useEffect } from "react";
import { useLocation } from "wouter";
import { inOrder } from "../features/places";
import { openShortcuts } from "../features/shortcuts/Shortcuts";
import { openSwitcher } from "../features/switcher/opening";
import { markAllRead } from "../state/channels";
import { unread } from "../state/live";
import { world } from "../state/world";
import { app as t } from "../texts/en/app";
import { toast } from "../ui/Toast";
import { paths } from "./paths";

export function useKeys(): void {
  const [at, go] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const action = actionOf(event, at, go);
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [at, go]);
}

function actionOf(event: KeyboardEvent, at: string, go: (to: string) => void): (() => void) | null {
  const { key, shiftKey: shift, altKey: alt } = event;
  const control = event.ctrlKey || event.metaKey;
  const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (control && !shift && !alt && key.toLowerCase() === "k") return openSwitcher;
  if (control && shift && key.toLowerCase() === "f") return () => go(paths.search());
  if (control && key === "/") return openShortcuts;
  if (key === "?" && !control && !alt && !writing) return openShortcuts;
  // By its place: with Alt, a Mac writes another letter there.
  if (alt && shift && !control && event.code === "KeyA") return () => go(paths.activity);
  if (key === "F6") return () => cycle(shift ? -1 : 1);
  if (alt && !control && (key === "ArrowUp" || key === "ArrowDown")) return () => step(key === "ArrowUp" ? -1 : 1, shift, at, go);
  if (key === "Escape" && shift) return readAll;
  return null;
}

function readAll() {
  markAllRead();
  toast(t("allRead"));
}

/** To the conversation above or below, as the sidebar has them. */
function step(by: 1 | -1, onlyUnread: boolean, at: string, go: (to: string) => void) {
  const all = inOrder(world);
  const open = all.findIndex((place) => at.startsWith(paths.channel(place.channel.id)));
  for (let count = 1; count <= all.length; count += 1) {
    const place = all[(open + by * count + all.length * 2) % all.length];
    if (place && (!onlyUnread || unread(place) > 0)) return go(paths.channel(place.channel.id));
  }
}

const TABBABLE = 'a[href], button:not(:disabled), input, select, textarea, [tabindex="0"]';

/** Sidebar, messages, what is being written, the pane beside. */
function cycle(by: 1 | -1) {
  const pane = (name: string) => document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
  const [sidebar, main, side] = [pane("sidebar"), pane("main"), pane("side")];
  const stops = [
    sidebar?.querySelector<HTMLElement>("a[aria-current]") ?? sidebar?.querySelector<HTMLElement>(TABBABLE),
    main?.querySelector<HTMLElement>('[role="listitem"][tabindex="0"]') ?? main?.querySelector<HTMLElement>(TABBABLE),
    main?.querySelector<HTMLElement>("textarea"),
    side?.querySelector<HTMLElement>("textarea") ?? side?.querySelector<HTMLElement>(TABBABLE),
  ].filter((stop) => stop?.checkVisibility());
  const focused = document.activeElement;
  const writing = focused?.closest("textarea") && main?.contains(focused);
  const here = stops.findIndex((stop) =>
    writing ? stop === focused : stop?.closest("[data-pane]") === focused?.closest("[data-pane]") && focused !== document.body,
  );
  stops[(here + by + stops.length) % stops.length]?.focus();
}
