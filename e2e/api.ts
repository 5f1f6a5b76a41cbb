/** What a test arranges without the browser: accounts, channels and messages over REST, so
 * that each spec shows one thing. */
import { createHash, randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";

/** Good enough for everybody in the cast. */
export const PASSWORD = "correct horse battery staple";

export interface Message {
  id: string;
  seq: number;
  text: string;
}

/** One person's requests; their session cookie is in the context, which a browser may share. */
export class Api {
  constructor(
    private readonly http: APIRequestContext,
    private readonly url: string,
  ) {}

  /** Asks as a page of the app would, and fails unless the answer is 2xx. */
  async ask<T>(method: string, path: string, data?: unknown): Promise<T> {
    const headers = { origin: this.url, "x-workloop": "1" };
    const answer = await this.http.fetch(`${this.url}/api/v1${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }

  /** Becomes the first person. */
  async setUp(code: string, name: string, workspace: string): Promise<void> {
    await this.ask("POST", "/setup", { code, workspace, ...account(name) });
  }

  /** Joins by an invite. */
  async accept(invite: string, name: string): Promise<void> {
    await this.ask("POST", `/invites/${invite}`, account(name));
  }

  /** The first workspace and its default channel. */
  async place(): Promise<{ workspace: string; general: string }> {
    type Snapshot = { workspaces: { workspace: { id: string; default_channel: string } }[] };
    const snapshot = await this.ask<Snapshot>("GET", "/snapshot");
    const workspace = snapshot.workspaces[0]?.workspace;
    if (!workspace) throw new Error("no workspace");
    return { workspace: workspace.id, general: workspace.default_channel };
  }

  /** An invite's code. */
  async invite(): Promise<string> {
    const { workspace } = await this.place();
    return (await this.ask<{ code: string }>("POST", `/workspaces/${workspace}/invites`, { role: "member", hours: 1 })).code;
  }

  /** Says something in a channel, or in a thread of it. */
  say(channel: string, text: string, thread?: string): Promise<Message> {
    return this.ask("POST", `/channels/${channel}/messages`, { nonce: randomUUID(), text, ...(thread ? { thread } : {}) });
  }

  /** Says something with a file. */
  async share(channel: string, text: string, file: { name: string; mimeType: string; buffer: Buffer }, thread?: string): Promise<Message> {
    type Begun = { file: { id: string }; upload: { method: string; url: string; headers: Record<string, string> } };
    const { workspace } = await this.place();
    const sha256 = createHash("sha256").update(file.buffer).digest("hex");
    const facts = { name: file.name, size: file.buffer.length, media_type: file.mimeType, sha256 };
    const { file: noted, upload } = await this.ask<Begun>("POST", `/workspaces/${workspace}/files`, facts);
    const { method, url, headers } = upload;
    const sent = await this.http.fetch(new URL(url, this.url).href, { method, headers, data: file.buffer });
    if (!sent.ok()) throw new Error(`upload: ${sent.status()} ${await sent.text()}`);
    await this.ask("POST", `/files/${noted.id}/finish`);
    const said = { nonce: randomUUID(), text, files: [noted.id], ...(thread ? { thread } : {}) };
    return this.ask("POST", `/channels/${channel}/messages`, said);
  }

  /** The latest messages of a channel, oldest first. */
  async messages(channel: string): Promise<Message[]> {
    return (await this.ask<{ messages: Message[] }>("GET", `/channels/${channel}/messages?limit=100`)).messages;
  }
}

/** The account of someone in the cast. */
export function account(name: string) {
  const handle = name.toLowerCase();
  return { name, handle, email: `${handle}@example.org`, password: PASSWORD };
}
