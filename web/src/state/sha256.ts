/**
 * SHA-256 of a file in pieces, in lower-case hex. WebCrypto wants the whole file in memory,
 * and is kept from pages over plain HTTP, so it's only used for small ones where it exists.
 */

const SMALL = 64 * 1024 * 1024;
const PIECE = 1024 * 1024;

export async function sha256(file: Blob, signal?: AbortSignal): Promise<string> {
  if (globalThis.crypto?.subtle && file.size <= SMALL) {
    return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
  }
  return sha256InPieces(file, signal);
}

/** The same in our own arithmetic, a piece at a time, so that the page stays responsive. */
export async function sha256InPieces(file: Blob, signal?: AbortSignal): Promise<string> {
  const state = Uint32Array.from(START);
  const whole = file.size - (file.size % 64);
  for (let at = 0; at < whole; at += PIECE) {
    signal?.throwIfAborted();
    const bytes = new DataView(await file.slice(at, Math.min(at + PIECE, whole)).arrayBuffer());
    for (let offset = 0; offset < bytes.byteLength; offset += 64) compress(state, bytes, offset);
  }
  const rest = new Uint8Array(await file.slice(whole).arrayBuffer());
  const last = new Uint8Array(rest.length < 56 ? 64 : 128);
  last.set(rest);
  last[rest.length] = 0x80;
  const view = new DataView(last.buffer);
  view.setUint32(last.length - 8, Math.floor(file.size / 0x2000_0000));
  view.setUint32(last.length - 4, (file.size * 8) >>> 0);
  for (let offset = 0; offset < last.length; offset += 64) compress(state, view, offset);
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => {
    out.setUint32(index * 4, word);
  });
  return hex(new Uint8Array(out.buffer));
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The first 32 bits of the fractional part. */
const fraction = (root: number) => ((root - Math.floor(root)) * 0x1_0000_0000) >>> 0;
const PRIMES: number[] = [];
for (let number = 2; PRIMES.length < 64; number += 1) if (PRIMES.every((prime) => number % prime !== 0)) PRIMES.push(number);
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const K = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const W = new Uint32Array(64);

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));
const of = (words: Uint32Array, index: number) => words[index] as number;

function compress(state: Uint32Array, bytes: DataView, offset: number): void {
  for (let index = 0; index < 16; index += 1) W[index] = bytes.getUint32(offset + index * 4);
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [of(W, index - 15), of(W, index - 2)];
    const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    W[index] = of(W, index - 16) + low + of(W, index - 7) + high;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + of(K, index) + of(W, index)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  const sum = [a, b, c, d, e, f, g, h];
  for (let index = 0; index < 8; index += 1) state[index] = of(state, index) + (sum[index] as number);
}
