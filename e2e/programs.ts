/** A Workloop of a test's own: the real program on a free port with fresh data. With
 * `E2E_CLUSTER=sticky` or `spread` it's three of them on one database, each behind an nginx with
 * the images' configuration, and all behind one that stands for the load balancer; they need what
 * `tests/services/up` starts. With `E2E_IMAGES=processes` it's one, behind such an nginx. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { MongoClient } from "mongodb";
import type { Server } from "./server.ts";

const PROGRAM = join(resolve(process.env["CARGO_TARGET_DIR"] ?? "../target"), "debug", "workloop");
const START_MS = 20_000;
const CLUSTER = process.env["E2E_CLUSTER"];
const NODES = CLUSTER ? 3 : 1;
const HAS_DOORS = CLUSTER || process.env["E2E_IMAGES"] === "processes";

export class Programs implements Server {
  private said = "";
  private nodes: ChildProcess[] = [];
  /** nginx, everywhere. */
  private doors: ChildProcess[] = [];
  private readonly doorsLog: string;
  private ports: number[] = Array.from({ length: NODES }, () => 0);

  private constructor(
    private readonly folder: string,
    private readonly settings: Record<string, string>,
  ) {
    this.doorsLog = join(folder, "nginx.log");
  }

  url = "";
  code = "";

  static async start(settings: Record<string, string>): Promise<Programs> {
    const server = new Programs(mkdtempSync(join(tmpdir(), "workloop-e2e-")), settings);
    const greetings = await server.launchAll();
    server.url = greetings[0]?.url ?? "";
    server.code = greetings[0]?.code ?? "";
    if (HAS_DOORS) await server.build();
    return server;
  }

  get log(): string {
    return this.said + (HAS_DOORS ? readFileSync(this.doorsLog, "utf8") : "");
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map(end));
  }

  async restart(): Promise<void> {
    await this.launchAll();
  }

  async end(): Promise<void> {
    await this.kill();
    await Promise.all(this.doors.map(end));
    if (CLUSTER) await forget(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async launchAll() {
    this.nodes = this.ports.map((port, place) => launch(this.folder, place, port, this.settings));
    const greetings = await Promise.all(this.nodes.map(greeting));
    this.ports = greetings.map(({ url }) => Number(new URL(url).port));
    this.nodes.forEach((node) => {
      this.keep(node);
    });
    return greetings;
  }

  private keep(child: ChildProcess) {
    child.stderr?.on("data", (chunk: Buffer) => {
      this.said += chunk.toString();
    });
  }

  /** nginx before each server, and one before all of those. */
  private async build() {
    const fronts = await Promise.all(this.ports.map(() => freePort()));
    const env = { PATH: process.env["PATH"], MEDIA_ORIGIN: mediaOrigin() };
    this.ports.forEach((port, place) => {
      const home = this.door(`front-${place}`, (home) => ["front", home, String(fronts[place]), String(port)]);
      const files = ["--settings", join(home, "settings.conf"), "--config", join(home, "nginx.conf")];
      this.open(PROGRAM, ["front", ...files], env);
    });
    let [port = 0] = fronts;
    if (CLUSTER) {
      port = await freePort();
      const home = this.door("balancer", () => ["balancer", String(port), CLUSTER, ...fronts.map(String)]);
      this.open("nginx", ["-p", home, "-c", join(home, "nginx.conf"), "-e", "stderr"], env);
    }
    await Promise.all([...fronts, port].map(answers));
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A folder for an nginx, with the configuration that one of tests/services prints. */
  private door(name: string, words: (home: string) => [string, ...string[]]): string {
    const home = join(this.folder, name);
    mkdirSync(home);
    const [script, ...rest] = words(home);
    writeFileSync(join(home, "nginx.conf"), execFileSync(`../tests/services/${script}`, rest));
    return home;
  }

  private open(program: string, words: string[], env: NodeJS.ProcessEnv) {
    // nginx opens its logs by name, which goes with files only.
    const log = openSync(this.doorsLog, "a");
    this.doors.push(spawn(program, words, { cwd: this.folder, env, stdio: ["ignore", log, log] }));
    closeSync(log);
  }
}

function launch(folder: string, place: number, port: number, settings: Record<string, string>): ChildProcess {
  const env = {
    PATH: process.env["PATH"],
    WORKLOOP_DATA: join(folder, `data-${place}`),
    WORKLOOP_LISTEN: `127.0.0.1:${port}`,
    WORKLOOP_UNLIMITED: "yes",
    // Nobody's pages have a say in what is tested.
    WORKLOOP_LINK_PREVIEWS: "off",
    ...(CLUSTER ? shared(folder) : {}),
    ...settings,
  };
  return spawn(PROGRAM, ["serve"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
}

/** What the nodes of one cluster have in common. */
function shared(folder: string) {
  const name = basename(folder);
  return {
    WORKLOOP_DATABASE_URL: service("TEST_MONGODB_URL").replace("/?", `/${name}?`),
    WORKLOOP_BUS_URL: `${service("TEST_VALKEY_URL")}?prefix=${name}`,
    WORKLOOP_MEDIA_URL: `${service("TEST_S3_URL")}&prefix=${name}`,
    AWS_ACCESS_KEY_ID: service("AWS_ACCESS_KEY_ID"),
    AWS_SECRET_ACCESS_KEY: service("AWS_SECRET_ACCESS_KEY"),
    WORKLOOP_SECRET: "0123456789abcdef0123456789abcdef",
    WORKLOOP_TRUSTED_PROXIES: "127.0.0.1",
  };
}

/** A database for each test would make the servers slower with each: a checkpoint goes through
 * all collections there are. */
async function forget(folder: string): Promise<void> {
  const client = new MongoClient(shared(folder).WORKLOOP_DATABASE_URL, { serverSelectionTimeoutMS: 5_000 });
  // A killed node's transaction may hold it for a minute: then it stays.
  await client.db().dropDatabase({ maxTimeMS: 5_000 }).catch(() => undefined);
  await client.close(true);
}

/** Where browsers fetch files. */
function mediaOrigin(): string {
  if (!CLUSTER) return "";
  const [, endpoint] = /endpoint=([^&]+)/.exec(service("TEST_S3_URL")) ?? [];
  return endpoint ? new URL(endpoint).origin : "";
}

function service(name: string): string {
  const found = process.env[name];
  if (!found) throw new Error(`${name} is missing: run tests/services/up run -- scripts/e2e`);
  return found;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await gone;
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const listener = createServer();
    listener.once("error", fail);
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      listener.close(() => done(address && typeof address === "object" ? address.port : 0));
    });
  });
}

/** Waits until something listens there. */
async function answers(port: number): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const listens = await new Promise<boolean>((done) => {
      const connection = createConnection(port, "127.0.0.1");
      connection.once("error", () => done(false));
      connection.once("connect", () => {
        connection.destroy();
        done(true);
      });
    });
    if (listens) return;
    if (Date.now() > until) throw new Error("nginx didn't get ready");
    await new Promise((done) => setTimeout(done, 20));
  }
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
