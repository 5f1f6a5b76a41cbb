/** A Workloop of a test's own: the real program on a free port with fresh data. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = join(resolve(process.env["CARGO_TARGET_DIR"] ?? "../target"), "debug", "workloop");
const START_MS = 20_000;

export class Server {
  /** Everything it said on standard error. */
  log = "";

  private constructor(
    private child: ChildProcess,
    private readonly folder: string,
    /** `http://127.0.0.1:PORT`, the same after a restart. */
    readonly url: string,
    /** What the first visitor must know; empty once it's set up. */
    readonly code: string,
  ) {}

  /** Starts on a free port with empty data. */
  static async start(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "workloop-e2e-"));
    const child = launch(folder, 0);
    const { url, code } = await greeting(child);
    const server = new Server(child, folder, url, code);
    server.listen();
    return server;
  }

  /** Kills it without a word. */
  async kill(): Promise<void> {
    const gone = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGKILL");
    await gone;
  }

  /** Starts it again where it was, with the data it has. */
  async restart(): Promise<void> {
    this.child = launch(this.folder, Number(new URL(this.url).port));
    await greeting(this.child);
    this.listen();
  }

  /** Ends it and forgets its data. */
  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private listen() {
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.log += chunk.toString();
    });
  }
}

function launch(folder: string, port: number): ChildProcess {
  const env = {
    PATH: process.env["PATH"],
    WORKLOOP_DATA: join(folder, "data"),
    WORKLOOP_LISTEN: `127.0.0.1:${port}`,
    WORKLOOP_UNLIMITED: "yes",
  };
  return spawn(PROGRAM, ["serve"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Reads up to the last line of the greeting, and goes on reading so that the pipe never fills. */
function greeting(child: ChildProcess): Promise<{ url: string; code: string }> {
  return new Promise((done, fail) => {
    let [seen, url, code] = ["", "", ""];
    const late = setTimeout(() => fail(new Error(`the program didn't get ready:\n${seen}`)), START_MS);
    child.once("error", fail);
    child.once("exit", (status) => fail(new Error(`the program ended with ${status}:\n${seen}`)));
    child.stderr?.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
    });
    if (!child.stdout) return fail(new Error("no output"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      seen += `${line}\n`;
      url = /^Workloop is ready: open (\S+)/.exec(line)?.[1]?.replace("localhost", "127.0.0.1") ?? url;
      code = /[?]code=(\S+)/.exec(line)?.[1] ?? code;
      if (!line.startsWith("Stop it")) return;
      clearTimeout(late);
      done({ url, code });
    });
  });
}
