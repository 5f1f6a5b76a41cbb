/** What was in the way, in words that say what helps. */
import type { Planned } from "../../api/types";

const SENDING: Readonly<Record<NonNullable<Planned["obstacle"]>, string>> = {
  not_inside: "Not sent: you weren't in this channel any more. Join it and send it now, or copy the text.",
  archived: "Not sent: the channel is archived. Copy the text, or send it when the channel is open again.",
  deactivated: "Not sent: your account was deactivated at that time. Send it now if it still holds.",
  gone: "Not sent: the thread was deleted. Copy the text.",
  failed: "Not sent: the server couldn't. Try to send it now.",
};

const REMINDING: Readonly<Record<NonNullable<Planned["obstacle"]>, string>> = {
  not_inside: "The message is in a channel that you can't see any more.",
  archived: "The channel is archived.",
  deactivated: "Your account was deactivated at that time.",
  gone: "The message was deleted.",
  failed: "The server couldn't look at the message.",
};

export const hindered = ({ action, obstacle }: Planned): string => (obstacle ? (action === "send" ? SENDING : REMINDING)[obstacle] : "");
