/** Signed addresses of files: asked for many at once, kept until shortly before they expire. */
import { useEffect } from "react";
import { request } from "../api/request";
import { changed, useWorld, world } from "./world";

interface Wanted {
  file: string;
  width?: number | undefined;
  download?: boolean | undefined;
}

interface Signed {
  rows: { url: string | null; expires_at: number }[];
}

const GATHER_MS = 15;
const BATCH = 50;
const KEPT = 2_000;
/** An address is renewed so long before it stops working. */
const EARLY_MS = 20_000;

const nameOf = ({ file, width, download }: Wanted) => `${file}/${width ?? ""}/${download ? "save" : ""}`;
const wanted = new Map<string, Wanted>();
let gathering = false;

/** Where a file can be fetched; null while that isn't known. */
export function useLink(file: string | null, width?: number): string | null {
  const url = useWorld((it) => (file ? (it.links.get(nameOf({ file, width }))?.url ?? null) : null));
  useEffect(() => {
    if (file) want({ file, width });
  }, [file, width]);
  return url;
}

function want(it: Wanted): void {
  const name = nameOf(it);
  const known = world.links.get(name);
  if ((known && known.until - EARLY_MS > Date.now()) || wanted.has(name)) return;
  wanted.set(name, it);
  if (gathering) return;
  gathering = true;
  setTimeout(() => void ask(), GATHER_MS);
}

/** The address was refused: it has expired, or the file is gone. */
export function refresh(file: string, width?: number): void {
  world.links.delete(nameOf({ file, width }));
  want({ file, width });
}

async function ask(): Promise<void> {
  gathering = false;
  const batch = [...wanted.values()].slice(0, BATCH);
  for (const it of batch) wanted.delete(nameOf(it));
  if (wanted.size > 0) setTimeout(() => void ask(), 0);
  const { rows } = await request<Signed>("POST", "/files/urls", { files: batch }).catch((): Signed => ({ rows: [] }));
  rows.forEach((row, index) => {
    const it = batch[index];
    if (it && row.url) world.links.set(nameOf(it), { url: row.url, until: row.expires_at / 1_000 });
  });
  for (const name of world.links.keys()) {
    if (world.links.size <= KEPT) break;
    world.links.delete(name);
  }
  changed();
}

/** An address asked for now, for what is fetched in the middle of something: null when one may not see the file. */
export async function freshLink(file: string): Promise<string | null> {
  const { rows } = await request<Signed>("POST", "/files/urls", { files: [{ file }] });
  const row = rows[0];
  if (!row?.url) return null;
  world.links.set(nameOf({ file }), { url: row.url, until: row.expires_at / 1_000 });
  changed();
  return row.url;
}

/** The address that is known, if it works for a while yet; else one asked for now. */
export async function currentLink(file: string): Promise<string | null> {
  const known = world.links.get(nameOf({ file }));
  return known && known.until - EARLY_MS > Date.now() ? known.url : freshLink(file);
}

/** An address that saves the file rather than showing it. */
export async function downloadLink(file: string): Promise<string | null> {
  const { rows } = await request<{ rows: { url: string | null }[] }>("POST", "/files/urls", { files: [{ file, download: true }] });
  return rows[0]?.url ?? null;
}
