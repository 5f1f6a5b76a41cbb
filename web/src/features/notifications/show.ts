/** Puts notifications on the screen by the worker, and takes them off. */
import { registered, worker } from "../../state/worker";

/** What a notification carries: where it leads; and if it's a page's, what it stands for. */
export interface Carried {
  url: string;
  /** The newest message it's about, or the reminder. */
  about?: string;
  /** That message's number in its conversation. */
  seq?: number;
  /** Messages it stands for. */
  count?: number;
}

export interface Shown {
  title: string;
  body: string;
  /** One of a kind is on the screen: the next takes its place. */
  tag: string;
  silent: boolean;
  /** Microseconds. */
  at?: number;
  carried?: Carried;
}

export async function show({ title, body, tag, silent, at, carried }: Shown): Promise<void> {
  const { lang, dir } = document.documentElement;
  const options = {
    body,
    tag,
    silent,
    lang,
    dir: dir as NotificationDirection,
    // The same tag again is news again.
    renotify: true,
    timestamp: at ? at / 1_000 : Date.now(),
    data: carried ?? null,
  };
  await (await worker()).showNotification(title, options);
}

/** Those on the screen, of this browser's tabs and of the worker. */
async function shown(tag?: string): Promise<readonly Notification[]> {
  const registration = await registered();
  return (await registration?.getNotifications(tag ? { tag } : {})) ?? [];
}

const carriedBy = (it: Notification): Carried | null => (it.data as Carried | null) ?? null;

/** What stands there of a conversation. */
export async function standing(tag: string): Promise<Carried | null> {
  const [one] = await shown(tag);
  return one ? carriedBy(one) : null;
}

/** Takes off those that are over. */
export async function takeOff(isOver: (carried: Carried) => boolean): Promise<void> {
  for (const it of await shown()) {
    const carried = carriedBy(it);
    if (carried && isOver(carried)) it.close();
  }
}
