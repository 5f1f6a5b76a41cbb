/** The beginning of a text file: a bounded part of it, fetched by its signed address and kept. */
import type { File } from "../api/types";
import { uploads as t } from "../texts/en/uploads";
import { currentLink, freshLink } from "./links";

export interface Excerpt {
  text: string;
  /** There is more than that in the file. */
  cut: boolean;
}

const KEPT = 60;
const LIMIT_MS = 20_000;

/** Files never change, so what was read stays right. */
const known = new Map<string, Promise<Excerpt>>();

/** The first bytes of a file as text, at most so many. */
export function excerptOf(file: File, most: number): Promise<Excerpt> {
  const name = `${file.id}/${most}`;
  const before = known.get(name);
  if (before) return before;
  const asked = read(file, most);
  known.set(name, asked);
  for (const old of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(old);
  }
  // What failed is asked for again the next time.
  asked.catch(() => known.delete(name));
  return asked;
}

async function read(file: File, most: number): Promise<Excerpt> {
  const ask = async (url: string | null) => {
    if (!url) throw new Error(t("gone"));
    // Not for the browser's cache: saving the file asks for the same address, and stores other
    // than Amazon's send parts without the name and the disposition that were asked for.
    return fetch(url, { cache: "no-store", headers: { Range: `bytes=0-${most - 1}` }, signal: AbortSignal.timeout(LIMIT_MS) });
  };
  let answer = await ask(await currentLink(file.id));
  if (answer.status === 403) answer = await ask(await freshLink(file.id));
  if (!answer.ok || !answer.body) throw new Error(t("unreadable"));
  const bytes = await start(answer.body, most);
  // A character cut in two at the end is left out, not shown as a broken one.
  const text = new TextDecoder().decode(bytes, { stream: bytes.length < file.size });
  return { text, cut: bytes.length < file.size };
}

/** So many bytes and no more, even from a store that sends the whole file. */
async function start(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = body.getReader();
  const bytes = new Uint8Array(most);
  let length = 0;
  while (length < most) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, most - length);
    bytes.set(part, length);
    length += part.length;
  }
  void reader.cancel().catch(() => undefined);
  return bytes.subarray(0, length);
}
