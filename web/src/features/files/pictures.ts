/** How large a picture is shown, and which of its sizes is fetched for that. */
import type { File } from "../../api/types";

const ALONE = { widest: 480, highest: 360 };
/** Several stand side by side, like a strip of prints. */
const TOGETHER = { widest: 360, highest: 200 };
const LEAST = 48;

/** In CSS pixels, before it has loaded; `alone`: the message carries no other picture. */
export function fitted({ image }: File, alone = true): { width: number; height: number } {
  const { widest, highest } = alone ? ALONE : TOGETHER;
  const { width, height } = image ?? { width: widest, height: highest };
  const scale = Math.min(1, widest / Math.max(1, width), highest / Math.max(1, height));
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}

/** The smallest thumbnail of at least so many pixels; undefined: the picture itself. */
export function thumbnailFor({ image }: File, pixels: number): number | undefined {
  return image?.thumbnails.find((width) => width >= pixels) ?? image?.thumbnails.at(-1);
}
