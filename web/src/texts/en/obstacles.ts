/** What kept a scheduled message from being sent, or a reminder from showing its message. */
import { area } from "../area";

export const obstacles = area("obstacles", {
  send_not_inside: "Not sent: you weren't in this channel any more. Join it and send it now, or copy the text.",
  send_archived: "Not sent: the channel is archived. Copy the text, or send it when the channel is open again.",
  send_deactivated: "Not sent: your account was deactivated at that time. Send it now if it still holds.",
  send_gone: "Not sent: the thread was deleted. Copy the text.",
  send_failed: "Not sent: the server couldn't. Try to send it now.",
  remind_not_inside: "The message is in a channel that you can't see any more.",
  remind_archived: "The channel is archived.",
  remind_deactivated: "Your account was deactivated at that time.",
  remind_gone: "The message was deleted.",
  remind_failed: "The server couldn't look at the message.",
});
