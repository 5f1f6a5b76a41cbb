/** Unread conversations below the visible part of the list. */
import { type RefObject, useLayoutEffect, useState } from "react";

interface Below {
  count: number;
  /** Looks again; for when the list was scrolled. */
  look: () => void;
  /** Shows the first of them. */
  go: () => void;
}

/** Looks whenever `shown` is another. */
export function useBelow(scroller: RefObject<HTMLElement | null>, shown: object): Below {
  const [count, setCount] = useState(0);
  const hidden = () => {
    const edge = scroller.current?.getBoundingClientRect().bottom ?? 0;
    const rows = scroller.current?.querySelectorAll<HTMLElement>('[data-unread="true"]') ?? [];
    return [...rows].filter((row) => row.getBoundingClientRect().top > edge);
  };
  const look = () => setCount(hidden().length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown moves the rows
  useLayoutEffect(look, [shown]);
  const go = () => hidden()[0]?.scrollIntoView({ block: "center" });
  return { count, look, go };
}
