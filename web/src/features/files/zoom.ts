/**
 * Coming closer to a picture: by keys, buttons, wheel, two fingers or a double click; and
 * moving it about while it's larger than its place. A finger's swipe leads to a neighbour.
 */
import { type MouseEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { language } from "../../texts/language";

const MOST = 8;
const STEP = 1.5;
const PAN_PX = 60;
const SWIPE_PX = 60;
/** A hand that rests isn't one that moves. */
const SLIP_PX = 6;

interface View {
  scale: number;
  x: number;
  y: number;
}

const WHOLE: View = { scale: 1, x: 0, y: 0 };

/** Larger or smaller about a point, which is measured from the middle and stays where it is. */
export function scaled({ scale, x, y }: View, by: number, px = 0, py = 0): View {
  const next = Math.min(MOST, Math.max(1, scale * by));
  if (next === 1) return WHOLE;
  const share = next / scale;
  return { scale: next, x: px - (px - x) * share, y: py - (py - y) * share };
}

/** Moved, but never out of sight. */
export function panned({ scale, x, y }: View, dx: number, dy: number, width: number, height: number): View {
  const within = (value: number, size: number) => Math.min(((scale - 1) * size) / 2, Math.max(((1 - scale) * size) / 2, value));
  return { scale, x: within(x + dx, width), y: within(y + dy, height) };
}

export function useZoom(of: string | undefined) {
  const [view, setView] = useState(WHOLE);
  const stage = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const begun = useRef<{ x: number; y: number } | null>(null);
  const hasMoved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is seen whole first
  useEffect(() => setView(WHOLE), [of]);

  // By hand, because React's own listener couldn't keep the page from growing too.
  useEffect(() => {
    const place = stage.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const [px, py] = fromMiddle(event);
      setView((it) => scaled(it, Math.exp(-event.deltaY / 300), px, py));
    };
    place?.addEventListener("wheel", turn, { passive: false });
    return () => place?.removeEventListener("wheel", turn);
  }, []);

  const pan = (dx: number, dy: number) => setView((it) => panned(it, dx, dy, innerWidth, innerHeight));
  const by = (factor: number) => setView((it) => scaled(it, factor));

  const key = (name: string): boolean => {
    if (name === "+" || name === "=") by(STEP);
    else if (name === "-") by(1 / STEP);
    else if (name === "0") setView(WHOLE);
    else if (view.scale > 1 && name.startsWith("Arrow")) {
      const [dx, dy] = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1] }[name] ?? [0, -1];
      pan((dx ?? 0) * PAN_PX, (dy ?? 0) * PAN_PX);
    } else return false;
    return true;
  };

  const gestures = (onSwipe?: (by: number) => void) => ({
    onDoubleClick: (event: MouseEvent) => {
      const [px, py] = fromMiddle(event);
      setView((it) => (it.scale > 1 ? WHOLE : scaled(it, 2.5, px, py)));
    },
    onPointerDown: (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest("button")) return;
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.current.size === 1) {
        begun.current = { x: event.clientX, y: event.clientY };
        hasMoved.current = false;
      }
    },
    onPointerMove: (event: PointerEvent) => {
      const before = fingers.current.get(event.pointerId);
      if (!before) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const [was, is] = [before, now].map((it) => Math.hypot(it.x - other.x, it.y - other.y));
        if (was && is) setView((it) => scaled(it, is / was, (now.x + other.x - innerWidth) / 2, (now.y + other.y - innerHeight) / 2));
        hasMoved.current = true;
      } else if (view.scale > 1) pan(now.x - before.x, now.y - before.y);
      if (begun.current && Math.hypot(now.x - begun.current.x, now.y - begun.current.y) > SLIP_PX) hasMoved.current = true;
      fingers.current.set(event.pointerId, now);
    },
    onPointerUp: (event: PointerEvent) => {
      const alone = fingers.current.size === 1;
      if (!fingers.current.delete(event.pointerId) || !alone || !begun.current) return;
      const dx = event.clientX - begun.current.x;
      if (view.scale === 1 && event.pointerType === "touch" && Math.abs(dx) > SWIPE_PX)
        onSwipe?.(dx < 0 === (language.direction === "ltr") ? 1 : -1);
    },
    onPointerCancel: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
  });

  return {
    /** Where one comes closer. */
    stage,
    scale: view.scale,
    most: MOST,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
    in: () => by(STEP),
    out: () => by(1 / STEP),
    key,
    gestures,
    /** The last press moved something, so it wasn't a click. */
    moved: () => hasMoved.current,
  };
}

const fromMiddle = ({ clientX, clientY }: { clientX: number; clientY: number }) =>
  [clientX - innerWidth / 2, clientY - innerHeight / 2] as const;
