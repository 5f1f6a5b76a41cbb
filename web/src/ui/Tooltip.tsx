/** One tooltip for the page: shows the `data-tip` of what is hovered or focused. */
import { useEffect, useRef } from "react";
import styles from "./Tooltip.module.css";

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
      const at = target.getBoundingClientRect();
      const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
      tip.style.top = `${below ? at.bottom + 6 : at.top - tip.offsetHeight - 6}px`;
      const middle = at.left + at.width / 2 - tip.offsetWidth / 2;
      tip.style.left = `${Math.max(6, Math.min(middle, innerWidth - tip.offsetWidth - 6))}px`;
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
