/** Which message of a conversation is being edited; one at a time. */
import { useCallback, useState } from "react";
import { conversationKey, world } from "../../state/world";

export function useEditing(channel: string, thread: string | null) {
  const [editing, edit] = useState<string | null>(null);
  /** The last one that one wrote oneself; false when there's none at hand. */
  const editLast = useCallback(() => {
    const messages = world.conversations.get(conversationKey(channel, thread))?.messages ?? [];
    const last = messages.findLast((it) => it.author === world.account?.id && it.kind === "text" && !it.deleted_at);
    if (last) edit(last.id);
    return last !== undefined;
  }, [channel, thread]);
  return { editing, edit, editLast };
}
