/** How wide the sidebar and the side pane are; kept in this browser. */
import { useState } from "react";

export interface Widths {
  sidebar: number;
  side: number;
}

export const LIMITS = { sidebar: { min: 220, max: 360 }, side: { min: 320, max: 520 } } as const;

const KEY = "workloop.panes";
const FIRST: Widths = { sidebar: 264, side: 380 };

function read(): Widths {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Widths>;
    return { sidebar: within("sidebar", kept.sidebar), side: within("side", kept.side) };
  } catch {
    return FIRST;
  }
}

function within(pane: keyof Widths, width: unknown): number {
  const { min, max } = LIMITS[pane];
  return typeof width === "number" && width >= min && width <= max ? width : FIRST[pane];
}

export function useWidths(): [Widths, (change: Partial<Widths>) => void] {
  const [widths, set] = useState(read);
  const change = (to: Partial<Widths>) => {
    const next = { ...widths, ...to };
    set(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // It holds for this visit.
    }
  };
  return [widths, change];
}
