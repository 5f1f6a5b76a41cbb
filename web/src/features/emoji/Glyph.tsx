/** An emoji as it's written: a character, or one of the workspace's own as its picture. */
import { lazy, Suspense } from "react";
import style from "./Glyph.module.css";

const Custom = lazy(() => import("./Custom"));

export function Glyph({ emoji }: { emoji: string }) {
  if (!emoji.startsWith(":")) return emoji;
  return (
    <Suspense fallback={<span className={style.custom} role="img" aria-label={emoji} />}>
      <Custom code={emoji} />
    </Suspense>
  );
}
