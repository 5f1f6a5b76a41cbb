/** A Workloop of a test's own, with fresh data: programs, or containers with `E2E_IMAGES=containers`. */
import { Containers } from "./containers.ts";
import { Programs } from "./programs.ts";

export interface Server {
  /** `http://127.0.0.1:PORT`, the same after a restart. */
  readonly url: string;
  /** What the first visitor must know; empty once it's set up. */
  readonly code: string;
  /** What was said for operators to read. */
  readonly log: string;
  /** Kills it without a word. */
  kill(): Promise<void>;
  /** Starts it again where it was, with the data it has. */
  restart(): Promise<void>;
  /** Ends it and forgets its data. */
  end(): Promise<void>;
}

/** Starts one on a free port; programs take settings. */
export function start(settings: Record<string, string> = {}): Promise<Server> {
  return process.env["E2E_IMAGES"] === "containers" ? Containers.start() : Programs.start(settings);
}
