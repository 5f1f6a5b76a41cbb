/**
 * A push service of the test's own. Chromium's is Google's, which a test can't ask; so the
 * page's `PushManager` is told of this one's address, with keys that the test has too. What
 * the server then sends there is real: it is decrypted here (RFC 8291) as the browser would,
 * and handed to the real service worker by the browser's own door for developers
 * (`ServiceWorker.deliverPushMessage`), which is the last hop that Google's would be.
 */
import { createDecipheriv, createECDH, createHmac, randomBytes } from "node:crypto";
import { type Server as Listener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CDPSession } from "@playwright/test";
import type { Person } from "./person.ts";

const HEADER = 16 + 4 + 1;

export class PushService {
  readonly got: Record<string, unknown>[] = [];
  /** What it says to the server. */
  status = 201;
  private readonly ecdh = createECDH("prime256v1");
  private readonly secret = randomBytes(16);
  private readonly p256dh: Buffer;
  private workers: CDPSession | undefined;
  private registration = "";
  private refused = 0;

  private constructor(
    private readonly listener: Listener,
    private readonly endpoint: string,
  ) {
    this.p256dh = this.ecdh.generateKeys();
  }

  /** Listens where the servers of a test are. */
  static async open(): Promise<PushService> {
    const listener = createServer();
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    const { port } = listener.address() as AddressInfo;
    const service = new PushService(listener, `http://127.0.0.1:${port}/push`);
    listener.on("request", async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      response.writeHead(service.status).end();
      if (service.status < 300) service.got.push(JSON.parse(service.decrypted(Buffer.concat(pieces))) as Record<string, unknown>);
      else service.refused += 1;
    });
    return service;
  }

  /** How often it refused. */
  get refusals(): number {
    return this.refused;
  }

  close(): void {
    this.listener.closeAllConnections();
    this.listener.close();
  }

  /** This person's browser subscribes here, and lets itself be notified. To be called before a page is opened. */
  async serve(person: Person): Promise<void> {
    await person.context.grantPermissions(["notifications"], { origin: person.url });
    const keys = { p256dh: this.p256dh.toString("base64url"), auth: this.secret.toString("base64url") };
    await person.page.addInitScript(
      ({ endpoint, keys }) => {
        const NAME = "the test's subscription";
        const made = (key: string) => ({
          endpoint,
          options: { applicationServerKey: Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0)).buffer },
          toJSON: () => ({ endpoint, expirationTime: null, keys }),
          unsubscribe: async () => {
            localStorage.removeItem(NAME);
            return true;
          },
        });
        Object.assign(PushManager.prototype, {
          getSubscription: async () => {
            const key = localStorage.getItem(NAME);
            return key ? made(key) : null;
          },
          subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
            localStorage.setItem(NAME, applicationServerKey);
            return made(applicationServerKey);
          },
        });
      },
      { endpoint: this.endpoint, keys },
    );
    this.workers = await person.context.newCDPSession(person.page);
    this.workers.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      for (const it of registrations) if (!it.isDeleted) this.registration = it.registrationId;
    });
    await this.workers.send("ServiceWorker.enable");
  }

  /** Hands what came to the browser's worker. */
  async deliver(person: Person, said: unknown): Promise<void> {
    await this.workers?.send("ServiceWorker.deliverPushMessage", {
      origin: person.url,
      registrationId: this.registration,
      data: JSON.stringify(said),
    });
  }

  /** RFC 8188 and 8291: one record of aes128gcm. */
  private decrypted(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const sender = body.subarray(HEADER, HEADER + (body[HEADER - 1] ?? 0));
    const sealed = body.subarray(HEADER + sender.length);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.p256dh, sender]);
    const shared = derived(this.secret, this.ecdh.computeSecret(sender), info, 32);
    const key = derived(salt, shared, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
    const nonce = derived(salt, shared, Buffer.from("Content-Encoding: nonce\0"), 12);
    const cipher = createDecipheriv("aes-128-gcm", key, nonce);
    cipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString();
  }
}

/** HKDF with one block. */
function derived(salt: Buffer, secret: Buffer, info: Buffer, length: number): Buffer {
  const key = createHmac("sha256", salt).update(secret).digest();
  const block = Buffer.concat([info, Buffer.from([1])]);
  return createHmac("sha256", key).update(block).digest().subarray(0, length);
}
