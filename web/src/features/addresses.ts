/** Where a message stands: the address that opens Workloop at it. */
import type { Message } from "../api/types";

export function addressOf({ channel, thread, seq }: Pick<Message, "channel" | "thread" | "seq">): string {
  return `/c/${channel}${thread ? `/t/${thread}` : ""}?at=${seq}`;
}
