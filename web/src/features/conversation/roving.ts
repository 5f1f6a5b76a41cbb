/**
 * The list is one stop of the Tab key: arrows and `j` `k` move between its messages, and
 * only the message that has the focus lets Tab into its links and buttons.
 */
import type { KeyboardEvent } from "react";

/** Moves the focus between rows; `end`: the reader asked for the newest. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): "end" | null {
  const row = event.target instanceof HTMLElement && event.target.matches("[data-id]") ? event.target : null;
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Escape") {
    composerOf(row)?.focus();
    return "end";
  }
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-id][tabindex]")];
  const at = rows.indexOf(row);
  const to = { ArrowUp: at - 1, k: at - 1, ArrowDown: at + 1, j: at + 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return null;
  event.preventDefault();
  const next = rows[to];
  if (next) next.focus({ preventScroll: false });
  else if (to > at) composerOf(row)?.focus();
  return null;
}

function composerOf(row: HTMLElement): HTMLElement | null {
  return row.closest("section, aside")?.querySelector<HTMLElement>("textarea[data-composer]") ?? null;
}

/** Lets the Tab key into a row's links and buttons, or past them. */
export function openToTab(row: HTMLElement, open: boolean): void {
  for (const it of row.querySelectorAll<HTMLElement>("a, button, summary, audio, video")) {
    if (open) it.removeAttribute("tabindex");
    else it.tabIndex = -1;
  }
}
