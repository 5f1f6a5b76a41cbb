/** The line between two panes, at the edge of the one that gives way: drag it, or move it
 * with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import styles from "./Resizer.module.css";

const STEP_PX = 16;

interface Props {
  label: string;
  /** Width in CSS pixels of the pane it belongs to. */
  value: number;
  min: number;
  max: number;
  /** On which side of the line that pane is, in reading direction. */
  pane: "before" | "after";
  onChange: (value: number) => void;
}

export function Resizer({ label, value, min, max, pane, onChange }: Props) {
  const from = useRef<{ x: number; value: number } | null>(null);
  const set = (to: number) => onChange(Math.round(Math.min(max, Math.max(min, to))));
  const signOf = (line: HTMLElement) => (pane === "before" ? 1 : -1) * (getComputedStyle(line).direction === "rtl" ? -1 : 1);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (from.current) set(from.current.value + (event.clientX - from.current.x) * signOf(event.currentTarget));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: STEP_PX, ArrowLeft: -STEP_PX }[event.key];
    if (event.key === "Home") set(min);
    else if (event.key === "End") set(max);
    else if (step) set(value + step * signOf(event.currentTarget));
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles.resizer}
      data-pane={pane}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => {
        from.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
