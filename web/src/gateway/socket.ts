/**
 * The connection to the gateway: says hello with cursors, keeps the heartbeat, comes back
 * after a drop with full jitter. What frames mean is the state's business.
 */
import type { ServerFrame } from "../api/types";

export type Link =
  | { is: "open" }
  | { is: "connecting"; since: number; retryAt: number | null }
  /** The server said that coming back is no use without signing in. */
  | { is: "signed-out" };

export interface Listener {
  /** The cursors to resume from. */
  cursors(): { epoch: string; cursors: Record<string, number> };
  frame(frame: ServerFrame): void;
  link(link: Link): void;
}

const SIGNED_OUT = 4003;
const LONGEST_WAIT = 30_000;
/** An answer to a probe, and a handshake, take no longer than this. */
const PROBE_MS = 5_000;
const HANDSHAKE_MS = 15_000;

export class Socket {
  private socket: WebSocket | null = null;
  private attempts = 0;
  private since = Date.now();
  private heard = Date.now();
  private told: Record<string, number> = {};
  private retry: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private probing: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private every = 25_000;
  private began = 0;

  constructor(private readonly listener: Listener) {
    addEventListener("online", this.probe);
    document.addEventListener("visibilitychange", this.probe);
    network()?.addEventListener("change", this.probe);
  }

  /** Connects now, whatever the wait was. */
  connect = (): void => {
    clearTimeout(this.retry);
    this.close();
    if (this.stopped) return;
    if (this.attempts === 0) this.since = Date.now();
    this.listener.link({ is: "connecting", since: this.since, retryAt: null });
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/gateway`);
    this.socket = socket;
    this.began = Date.now();
    this.probing = setTimeout(() => socket.readyState === WebSocket.CONNECTING && socket.close(), HANDSHAKE_MS);
    socket.onopen = () => {
      const { epoch, cursors } = this.listener.cursors();
      this.told = { ...cursors };
      socket.send(JSON.stringify({ t: "hello", epoch, cursors }));
    };
    socket.onmessage = (event) => this.receive(JSON.parse(String(event.data)) as ServerFrame);
    socket.onclose = (event) => this.ended(event.code);
    this.heard = Date.now();
    this.beatEvery(this.every);
  };

  /** Ends for good. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    removeEventListener("online", this.probe);
    document.removeEventListener("visibilitychange", this.probe);
    network()?.removeEventListener("change", this.probe);
    this.close();
  }

  send(frame: unknown): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private receive(frame: ServerFrame): void {
    this.heard = Date.now();
    clearTimeout(this.probing);
    if (frame.t === "ready") {
      this.attempts = 0;
      this.beatEvery(frame.heartbeat * 1000);
      this.listener.link({ is: "open" });
    }
    if (frame.t === "move") {
      this.retry = setTimeout(this.connect, frame.after);
      return;
    }
    this.listener.frame(frame);
  }

  private beatEvery(every: number): void {
    this.every = every;
    clearInterval(this.beat);
    this.beat = setInterval(this.heartbeat, every);
  }

  private heartbeat = (): void => {
    // Two missed: the connection only looks alive.
    if (Date.now() - this.heard > this.every * 2 + 2_000) return this.connect();
    const { cursors } = this.listener.cursors();
    const moved = Object.entries(cursors).filter(([feed, cursor]) => this.told[feed] !== cursor);
    this.told = { ...cursors };
    this.send({ t: "heartbeat", cursors: Object.fromEntries(moved) });
  };

  /** The network or the page came back: find out at once rather than at the next heartbeat. */
  private probe = (): void => {
    if (this.stopped || document.visibilityState !== "visible") return;
    const { socket } = this;
    if (socket?.readyState === WebSocket.CONNECTING && Date.now() - this.began < PROBE_MS) return;
    if (socket?.readyState !== WebSocket.OPEN) return this.connect();
    this.heartbeat();
    if (this.socket !== socket) return;
    clearTimeout(this.probing);
    this.probing = setTimeout(this.connect, PROBE_MS);
  };

  private ended(code: number): void {
    clearInterval(this.beat);
    clearTimeout(this.probing);
    this.socket = null;
    if (this.stopped) return;
    if (code === SIGNED_OUT) {
      this.stopped = true;
      return this.listener.link({ is: "signed-out" });
    }
    if (this.attempts === 0) this.since = Date.now();
    // Full jitter, so that thousands don't come back in step.
    const wait = Math.random() * Math.min(LONGEST_WAIT, 500 * 2 ** this.attempts);
    this.attempts += 1;
    this.listener.link({ is: "connecting", since: this.since, retryAt: Date.now() + wait });
    clearTimeout(this.retry);
    this.retry = setTimeout(this.connect, wait);
  }

  private close(): void {
    clearInterval(this.beat);
    clearTimeout(this.probing);
    if (!this.socket) return;
    this.socket.onclose = null;
    this.socket.onmessage = null;
    this.socket.close();
    this.socket = null;
  }
}

/** Where the browser tells of another network (Wi-Fi to mobile, say). */
const network = () => (navigator as Navigator & { connection?: EventTarget }).connection;
