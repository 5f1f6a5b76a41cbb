/** How large a picture is shown, and which of its sizes is fetched for that. */
import type { File } from "../../api/types";

const WIDEST = 480;
const HIGHEST = 360;
const LEAST = 48;

/** In CSS pixels, before it has loaded. */
export function fitted({ image }: File): { width: number; height: number } {
  const { width, height } = image ?? { width: WIDEST, height: HIGHEST };
  const scale = Math.min(1, WIDEST / Math.max(1, width), HIGHEST / Math.max(1, height));
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}

/** The smallest thumbnail of at least so many pixels; undefined: the picture itself. */
export function thumbnailFor({ image }: File, pixels: number): number | undefined {
  return image?.thumbnails.find((width) => width >= pixels) ?? image?.thumbnails.at(-1);
}
