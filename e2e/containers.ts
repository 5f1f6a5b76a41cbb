/** deploy/compose as somebody runs it, under a name and on a port of its own: the page comes
 * through nginx, the images are the ones that `tests/compose` built. */
import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { freePort } from "./programs.ts";
import type { Server } from "./server.ts";

const FILES = ["-f", "../deploy/compose/compose.yaml", "-f", "images.yaml"];
const OUTPUT = { maxBuffer: 64 * 1024 * 1024, encoding: "utf8" } as const;

export class Containers implements Server {
  readonly url: string;
  code = "";
  private readonly words: string[];
  private readonly env: NodeJS.ProcessEnv;

  private constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.words = ["compose", "--project-name", `workloop-e2e-${randomBytes(4).toString("hex")}`, ...FILES];
    this.env = { ...process.env, PORT: String(port), WORKLOOP_PUBLIC_URL: this.url };
  }

  static async start(): Promise<Containers> {
    const server = new Containers(await freePort());
    await server.restart();
    server.code = /[?]code=(\S+)/.exec(server.log)?.[1] ?? "";
    return server;
  }

  get log(): string {
    return execFileSync("docker", [...this.words, "logs", "--no-color", "backend"], { ...OUTPUT, env: this.env });
  }

  async kill(): Promise<void> {
    await this.compose("kill", "backend");
  }

  async restart(): Promise<void> {
    await this.compose("up", "--detach", "--wait", "--no-recreate");
  }

  async end(): Promise<void> {
    await this.compose("down", "--volumes", "--timeout", "0");
  }

  private async compose(...words: string[]): Promise<void> {
    await promisify(execFile)("docker", [...this.words, ...words], { ...OUTPUT, env: this.env });
  }
}
