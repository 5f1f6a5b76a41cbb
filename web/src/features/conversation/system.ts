/** What happened in a channel, in a sentence. */
import type { Message } from "../../api/types";

export function systemText(message: Message, name: string, nameOf: (user: string) => string): string {
  switch (message.kind) {
    case "joined":
    case "left": {
      const names = message.users.map(nameOf).join(", ");
      const alone = message.users.length === 1 && message.users[0] === message.author;
      if (message.kind === "joined") return alone ? `${name} joined.` : `${name} added ${names}.`;
      return alone ? `${name} left.` : `${name} removed ${names}.`;
    }
    case "created":
      return `${name} created it.`;
    case "renamed":
      return `${name} renamed it from ${message.from} to ${message.to}.`;
    case "topic":
      return message.to ? `${name} set the topic: ${message.to}` : `${name} cleared the topic.`;
    case "archived":
      return `${name} archived the channel.`;
    case "unarchived":
      return `${name} opened the channel again.`;
    default:
      return message.text;
  }
}
