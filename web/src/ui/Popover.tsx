/** What opens beside something and goes when one looks elsewhere: in the browser's top layer,
 * so no scrolling box cuts it off. */
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { putBeside } from "./beside";
import styles from "./Popover.module.css";

interface Props {
  /** What it stands beside. */
  beside: () => Element | null | undefined;
  onClose: () => void;
  children: ReactNode;
}

export function Popover({ beside, onClose, children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it opens once, beside what it was opened from
  useLayoutEffect(() => {
    const box = ref.current;
    const anchor = beside();
    if (!box || !anchor) return;
    box.showPopover();
    const place = () => putBeside(box, anchor, "end");
    place();
    const size = new ResizeObserver(place);
    size.observe(box);
    const stop = new AbortController();
    const outside = (event: Event) => !box.contains(event.target as Node) && close.current();
    addEventListener("pointerdown", outside, stop);
    addEventListener("resize", place, stop);
    // What it belongs to goes away under it.
    addEventListener("scroll", outside, { capture: true, signal: stop.signal });
    return () => {
      stop.abort();
      size.disconnect();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere inside
    <div
      ref={ref}
      popover="manual"
      className={styles.popover}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
