/** Puts a box of the top layer beside what it belongs to, and never beyond the screen's edge.
 * The one place that counts from the left: the browser measures so, whatever one reads. */

const GAP_PX = 4;
const EDGE_PX = 8;

/** Under the anchor, or above it where there is no room; flush with the anchor's edge, in the direction of reading. */
export function putBeside(box: HTMLElement, anchor: Element, edge: "start" | "middle" | "end", gap = GAP_PX): void {
  const at = anchor.getBoundingClientRect();
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const below = at.bottom + gap + height <= innerHeight - EDGE_PX;
  const top = below ? at.bottom + gap : at.top - gap - height;
  box.style.top = `${within(top, innerHeight - height)}px`;
  box.style.left = `${within(leftOf(at, width, edge, getComputedStyle(anchor).direction === "rtl"), innerWidth - width)}px`;
}

/** Where a box of that width begins, from the left. */
export function leftOf(at: { left: number; right: number }, width: number, edge: "start" | "middle" | "end", rtl: boolean): number {
  if (edge === "middle") return (at.left + at.right - width) / 2;
  return (edge === "start") === rtl ? at.right - width : at.left;
}

const within = (from: number, most: number) => Math.max(EDGE_PX, Math.min(from, most - EDGE_PX));
