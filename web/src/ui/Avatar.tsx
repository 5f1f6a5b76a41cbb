/** A person's picture, or their initials on a tint of their own, with the presence ring. */
import { useState } from "react";
import { general } from "../texts/en/general";
import styles from "./Avatar.module.css";
import { cx } from "./classes";
import { Ring } from "./Ring";

export type Presence = "active" | "away" | "offline";

const rings = { active: "closed", away: "open", offline: "dotted" } as const;

export function Avatar(props: { name: string; id: string; src?: string | undefined; size?: number; presence?: Presence | undefined }) {
  const { name, id, src, size = 36, presence } = props;
  const [broken, setBroken] = useState<string>();
  return (
    <span className={cx(styles.avatar, styles[`tint${tint(id)}`])} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.4 }}>
      {src && src !== broken ? (
        <img src={src} alt="" width={size} height={size} loading="lazy" onError={() => setBroken(src)} />
      ) : (
        <span aria-hidden>{initials(name)}</span>
      )}
      {presence && (
        <span className={styles.presence}>
          <Ring state={rings[presence]} size={Math.max(9, size * 0.3)} label={general("presence", { state: presence })} />
        </span>
      )}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** As many as Avatar.module.css has. */
const TINTS = 10;

function tint(id: string): number {
  let sum = 0;
  // FNV-1a: ids that differ in a letter get colours that differ.
  for (const char of id) sum = Math.imul(sum ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return ((sum >>> 8) % TINTS) + 1;
}
