/** A name for an emoji, from that of its picture's file. */
export const nameFrom = (file: string): string =>
  file
    .replace(/\.[a-z0-9]+$/i, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 32);
