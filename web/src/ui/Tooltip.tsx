/** One tooltip for the page: shows the `data-tip` of what is hovered or focused. */
import { useEffect, useRef } from "react";
import { putBeside } from "./beside";
import styles from "./Tooltip.module.css";

const GAP_PX = 6;

export function Tooltips() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tip = ref.current;
    if (!tip) return;
    const hide = () => tip.matches(":popover-open") && tip.hidePopover();
    const show = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
      if (
        !target ||
        (event instanceof PointerEvent && event.pointerType !== "mouse") ||
        (event.type === "focusin" && !target.matches(":focus-visible"))
      )
        return hide();
      // Focus may come back from a menu that is just being hidden: nothing can be shown before it is.
      if (event.type === "focusin") requestAnimationFrame(() => document.activeElement === target && appear(target));
      else appear(target);
    };
    const appear = (target: HTMLElement) => {
      tip.textContent = target.dataset.tip ?? "";
      tip.showPopover();
      putBeside(tip, target, "middle", GAP_PX);
    };
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && hide();
    const stop = new AbortController();
    for (const name of ["pointerover", "focusin"]) addEventListener(name, show, stop);
    for (const name of ["pointerdown", "focusout"]) addEventListener(name, hide, stop);
    addEventListener("keydown", onKey, stop);
    return () => stop.abort();
  }, []);
  return <div ref={ref} popover="manual" className={styles.tip} aria-hidden />;
}
