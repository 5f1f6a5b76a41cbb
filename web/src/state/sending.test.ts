/** What sending stands on: names that sort, checksums that agree with everybody's. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { newNonce } from "./nonce";
import { sha256, sha256InPieces } from "./sha256";

it("a nonce is a UUID of version 7, and later ones sort later", () => {
  expect(newNonce()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newNonce(1_000) < newNonce(2_000)).toBe(true);
  expect(newNonce(5)).not.toBe(newNonce(5));
});

const sizes = [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1_000, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_001];

it.each(sizes)("a file of %i bytes has the checksum that others find", async (size) => {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
  const wanted = createHash("sha256").update(bytes).digest("hex");
  const file = new Blob([bytes]);
  expect(await sha256InPieces(file)).toBe(wanted);
  expect(await sha256(file)).toBe(wanted);
});

it("counting stops when it's no longer wanted", async () => {
  const control = new AbortController();
  control.abort();
  await expect(sha256InPieces(new Blob([new Uint8Array(5_000)]), control.signal)).rejects.toThrow();
});
