/**
 * Files on their way: begun with the server, sent straight to the address it signed, then
 * finished. Three at a time; each is kept in the browser's database until its message is sent.
 */
import { isPassing, Refused, request } from "../api/request";
import type { Begun, File, Part } from "../api/types";
import { uploads as t } from "../texts/en/uploads";
import { all, drop, keep } from "./database";
import { newNonce } from "./nonce";
import { changed, world } from "./world";

export interface Upload {
  key: string;
  name: string;
  size: number;
  type: string;
  alt: string;
  step: "waiting" | "hashing" | "sending" | "checking" | "ready" | "failed";
  /** Share of the bytes sent, 0 to 1. */
  share: number;
  /** Why it failed, and what helps. */
  problem: string | null;
  /** The server's file, once it's ready. */
  file: File | null;
  /** An address of the picture in this page. */
  preview: string | null;
}

interface KeptUpload {
  key: string;
  author: string;
  name: string;
  alt: string;
  bytes: Blob;
  file: File | null;
}

const AT_ONCE = 3;
const PARTS_AT_ONCE = 3;
const TRIES = 4;
/** A server reads the whole file again to check it. */
const FINISH_MS = 120_000;
/** Nothing moved for so long: the connection only looks alive. */
const STALL_MS = 45_000;

const bytes = new Map<string, Blob>();
const running = new Map<string, AbortController>();

/** Takes a file and starts sending it; answers its key. */
export function addUpload(source: globalThis.File): string {
  const key = newNonce();
  bytes.set(key, source);
  put(fresh(key, source.name || t("pasted"), source));
  void keep("uploads", {
    key,
    author: world.account?.id ?? "",
    name: source.name,
    alt: "",
    bytes: source,
    file: null,
  } satisfies KeptUpload);
  start();
  return key;
}

const SHOWN = /^image\/(png|jpeg|gif|webp|avif)$/;

function fresh(key: string, name: string, source: Blob): Upload {
  const preview = SHOWN.test(source.type) ? URL.createObjectURL(source) : null;
  const type = source.type || "application/octet-stream";
  return { key, name, size: source.size, type, alt: "", step: "waiting", share: 0, problem: null, file: null, preview };
}

/** Takes up what an earlier page left behind: those that are still wanted. */
export async function restoreUploads(wanted: ReadonlySet<string>): Promise<void> {
  for (const row of await all<KeptUpload>("uploads")) {
    if (row.author !== world.account?.id || world.uploads.has(row.key)) continue;
    if (!wanted.has(row.key)) {
      void drop("uploads", row.key);
      continue;
    }
    bytes.set(row.key, row.bytes);
    const upload = fresh(row.key, row.name, row.bytes);
    put(row.file ? { ...upload, alt: row.alt, step: "ready", share: 1, file: row.file } : { ...upload, alt: row.alt });
  }
  start();
}

export function retryUpload(key: string): void {
  const upload = world.uploads.get(key);
  if (upload?.step !== "failed") return;
  put({ ...upload, step: "waiting", share: 0, problem: null });
  start();
}

/** Stops it and forgets it; what the server already has is thrown away there too. */
export function removeUpload(key: string): void {
  const file = world.uploads.get(key)?.file;
  forgetUpload(key);
  if (file) void request("DELETE", `/files/${file.id}`).catch(() => undefined);
}

/** Forgets it here: its message was sent. */
export function forgetUpload(key: string): void {
  running.get(key)?.abort();
  running.delete(key);
  bytes.delete(key);
  const preview = world.uploads.get(key)?.preview;
  if (preview) URL.revokeObjectURL(preview);
  world.uploads = new Map([...world.uploads].filter(([other]) => other !== key));
  void drop("uploads", key);
  changed();
  start();
}

/** Words for those who can't see it. */
export async function describeUpload(key: string, alt: string): Promise<void> {
  const upload = world.uploads.get(key);
  if (!upload) return;
  put({ ...upload, alt });
  if (upload.file) put({ ...upload, alt, file: await request<File>("PATCH", `/files/${upload.file.id}`, { alt }) });
}

function put(upload: Upload): void {
  world.uploads = new Map(world.uploads).set(upload.key, upload);
  changed();
}

function change(key: string, part: Partial<Upload>): void {
  const upload = world.uploads.get(key);
  if (upload) put({ ...upload, ...part });
}

function start(): void {
  for (const upload of world.uploads.values()) {
    if (running.size >= AT_ONCE) return;
    if (upload.step !== "waiting" || running.has(upload.key)) continue;
    const control = new AbortController();
    running.set(upload.key, control);
    void work(upload.key, control.signal).finally(() => {
      if (running.get(upload.key) === control) running.delete(upload.key);
      start();
    });
  }
}

async function work(key: string, signal: AbortSignal): Promise<void> {
  const source = bytes.get(key);
  if (!source) return;
  try {
    change(key, { step: "hashing" });
    const sum = await sumOf(source, signal);
    const file = await attempt(() => transfer(key, source, sum, signal), signal);
    const upload = world.uploads.get(key);
    if (!upload) return;
    put({ ...upload, step: "ready", share: 1, file });
    void keep("uploads", { key, author: file.owner, name: upload.name, alt: upload.alt, bytes: source, file } satisfies KeptUpload);
  } catch (error) {
    if (signal.aborted) return;
    const problem = error instanceof Refused ? error.detail : t("attachAgain");
    change(key, { step: "failed", problem });
  }
}

/** One whole round: begin, send, finish. A round that fails leaves nothing that a message could carry. */
async function transfer(key: string, source: Blob, sum: string, signal: AbortSignal): Promise<File> {
  const upload = world.uploads.get(key);
  if (!upload) throw new DOMException("removed", "AbortError");
  const { name, size, type, alt } = upload;
  const begun = await request<Begun>("POST", `/workspaces/${world.workspace?.id}/files`, {
    name,
    size,
    media_type: type,
    sha256: sum,
    alt,
  });
  try {
    signal.throwIfAborted();
    change(key, { step: "sending", share: 0 });
    const progress = (sent: number) => change(key, { share: sent / size });
    if (begun.upload) await send(begun.upload, source, signal, progress);
    else if (begun.parts) await sendParts(begun.file.id, begun.parts.size, source, signal, progress);
    change(key, { step: "checking", share: 1 });
    const file = await request<File>("POST", `/files/${begun.file.id}/finish`, undefined, FINISH_MS);
    signal.throwIfAborted();
    return file;
  } catch (error) {
    // Nothing will come of it: the server needn't wait for the rest, and its limit of begun ones stays free.
    void request("DELETE", `/files/${begun.file.id}`).catch(() => undefined);
    throw error;
  }
}

/** Tries again what time may mend. */
async function attempt<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let round = 1; ; round += 1) {
    try {
      return await task();
    } catch (error) {
      // The file store's refusals have no code to tell them apart by.
      const mayPass = isPassing(error) || (error instanceof Refused && error.code === "upload");
      if (!mayPass || round === TRIES || signal.aborted) throw error;
      const wait = Math.max(error.retryAfter * 1_000, Math.random() * 1_000 * 2 ** round);
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

/** Sends a large file in parts, some at a time; one that fails is signed and sent again by itself. */
async function sendParts(file: string, size: number, source: Blob, outer: AbortSignal, progress: (sent: number) => void): Promise<void> {
  const count = Math.ceil(source.size / size);
  const sent = new Array<number>(count).fill(0);
  // One part that fails for good ends the others.
  const control = new AbortController();
  const signal = AbortSignal.any([outer, control.signal]);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < count; index = next++) {
      const part = source.slice(index * size, (index + 1) * size);
      const sum = await sumOf(part, signal);
      await attempt(async () => {
        const to = await request<Part>("POST", `/files/${file}/parts`, { number: index + 1, sha256: sum });
        signal.throwIfAborted();
        await send(to, part, signal, (bytes) => {
          sent[index] = bytes;
          progress(sent.reduce((all, one) => all + one, 0));
        });
      }, signal);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(PARTS_AT_ONCE, count) }, work));
  } catch (error) {
    control.abort();
    throw error;
  }
}

/** Sends the bytes as the server asked; tells how many are sent. XHR, because `fetch` doesn't tell how far it is. */
function send(to: Part, source: Blob, signal: AbortSignal, progress: (sent: number) => void): Promise<void> {
  return new Promise((done, fail) => {
    const xhr = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => xhr.abort(), STALL_MS);
    };
    const lost = () => fail(new Refused("offline", t("lost")));
    xhr.open(to.method, to.url);
    for (const [name, value] of Object.entries(to.headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => {
      moved();
      progress(event.loaded);
    };
    xhr.onload = () =>
      xhr.status < 300 ? done() : fail(new Refused("upload", t("storeRefused", { status: String(xhr.status) }), xhr.status));
    xhr.onerror = lost;
    xhr.onabort = lost;
    xhr.onloadend = () => clearTimeout(stalled);
    signal.addEventListener("abort", () => xhr.abort(), { once: true });
    moved();
    xhr.send(source);
  });
}

/** Whoever sends nothing needs none of its arithmetic. */
async function sumOf(file: Blob, signal?: AbortSignal): Promise<string> {
  const { sha256 } = await import("./sha256");
  return sha256(file, signal);
}
