/**
 * Recording one's voice: the microphone is asked for, heard while the clip lasts, and let go
 * of at its end whatever that was. What it says of itself is plain state, so that it can be
 * shown and tested apart.
 */
import { uploads } from "../../texts/en/uploads";
import { bare } from "../../texts/language";

/** The longest clip. */
export const LONGEST_MS = 10 * 60_000;
/** What browsers record, the smallest first. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS_PER_SECOND = 32_000;

export type Trouble = "denied" | "missing" | "busy";

export interface Recording {
  /** How loud it is now, 0 to 1. */
  level: () => number;
  /** How long it has lasted, in milliseconds. */
  lasted: () => number;
  /** Ends it; what was said, as a file. */
  finish: () => Promise<File>;
  /** Ends it, and forgets what was said. */
  drop: () => void;
}

/** Why the microphone isn't to be had. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

/** Begins when the person lets it; `onEnd` when it ended by itself: too long, or the microphone went. */
export async function record(onEnd: () => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const type = TYPES.find((it) => MediaRecorder.isTypeSupported(it));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_PER_SECOND, ...(type ? { mimeType: type } : {}) });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => void (data.size > 0 && parts.push(data));
  const stopped = new Promise<void>((done) => {
    recorder.onstop = () => done();
  });
  const ear = listen(stream);
  const begun = performance.now();
  let ended: number | null = null;
  const stop = () => {
    ended ??= performance.now();
    clearTimeout(limit);
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of stream.getTracks()) track.stop();
    ear.close();
  };
  const byItself = () => {
    if (ended !== null) return;
    stop();
    onEnd();
  };
  const limit = setTimeout(byItself, LONGEST_MS);
  for (const track of stream.getTracks()) track.onended = byItself;
  recorder.start(1_000);
  return {
    level: ear.level,
    lasted: () => (ended ?? performance.now()) - begun,
    finish: async () => {
      stop();
      await stopped;
      const kind = (recorder.mimeType || "audio/webm").split(";")[0] ?? "audio/webm";
      return new File(parts, nameOf(kind, new Date()), { type: kind });
    },
    drop: stop,
  };
}

/** Listens along, to show that something is heard. */
function listen(stream: MediaStream) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 256 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getByteTimeDomainData(samples);
      const loudest = samples.reduce((most, it) => Math.max(most, Math.abs(it - 128)), 0);
      return Math.min(1, loudest / 96);
    },
    close: () => void context.close().catch(() => undefined),
  };
}

/** Names a clip by when it was made, in an order that file lists keep. */
export function nameOf(type: string, at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const extension = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] ?? "audio";
  const time = `${day} ${two(at.getHours())}.${two(at.getMinutes())}`;
  return `${bare(uploads("voiceClip", { time }))}.${extension}`;
}

/** Minutes and seconds. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
