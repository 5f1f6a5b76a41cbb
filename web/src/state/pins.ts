/**
 * Pinned messages: a channel's list is followed while somebody looks at it. A pin is a part of
 * its message, so what is told of messages keeps the list current.
 */
import { request } from "../api/request";
import type { Message } from "../api/types";
import { whileTold } from "./conversations";
import { putMessage, withPin } from "./live";
import { changed, world } from "./world";

/** Reads a channel's list and follows it until {@link dropPins}. Throws `Refused`. */
export async function keepPins(channel: string): Promise<void> {
  await whileTold(
    channel,
    () => request<{ rows: Message[] }>("GET", `/channels/${channel}/pins`),
    ({ rows }, told) => {
      let pins: readonly Message[] = rows;
      for (const message of told) pins = withPin(pins, message);
      world.pins.set(channel, pins);
    },
  );
}

export function dropPins(channel: string): void {
  world.pins.delete(channel);
}

/** Pins a message, or takes the pin away. */
export async function pin(message: Message, on: boolean): Promise<void> {
  putMessage(world, await request<Message>(on ? "PUT" : "DELETE", `/channels/${message.channel}/messages/${message.id}/pin`));
  changed();
}
