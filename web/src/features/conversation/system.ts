/** What happened in a channel, in a sentence. */
import type { Message } from "../../api/types";
import { conversation as t } from "../../texts/en/conversation";
import { listed } from "../../texts/language";

export function systemText(message: Message, name: string, nameOf: (user: string) => string): string {
  switch (message.kind) {
    case "joined":
    case "left": {
      const names = listed(message.users.map(nameOf));
      const alone = message.users.length === 1 && message.users[0] === message.author;
      if (message.kind === "joined") return alone ? t("joined", { name }) : t("added", { name, names });
      return alone ? t("left", { name }) : t("removed", { name, names });
    }
    case "created":
      return t("created", { name });
    case "renamed":
      return t("renamed", { name, from: message.from ?? "", to: message.to ?? "" });
    case "topic":
      return message.to ? t("topicSet", { name, topic: message.to }) : t("topicCleared", { name });
    case "archived":
      return t("archivedIt", { name });
    case "unarchived":
      return t("openedAgain", { name });
    default:
      return message.text;
  }
}
