/** A thread: its root, the replies, and a place to reply. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Message } from "../../api/types";
import { fetchMessage } from "../../state/conversations";
import { conversationKey, useWorld } from "../../state/world";
import { IconButton } from "../../ui/Button";
import { Composer } from "../composer/Composer";
import style from "./Conversation.module.css";
import { MessageRow } from "./MessageRow";
import { Timeline } from "./Timeline";
import { Typing } from "./Typing";

export function Thread({ channel, root, at, onClose }: { channel: string; root: string; at: number | null; onClose: () => void }) {
  const live = useWorld((world) => world.conversations.get(channel)?.messages.find((it) => it.id === root));
  const [fetched, setFetched] = useState<Message | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    fetchMessage(channel, root).then(setFetched, (error: Error) => setProblem(error.message));
  }, [channel, root]);
  const message = live ?? fetched;
  return (
    <aside className={style.conversation} aria-label="Thread" onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <header className={style.header}>
        <h2>Thread</h2>
        <span className={style.topic} />
        <IconButton label="Close thread" icon={<X size={18} />} onClick={onClose} />
      </header>
      {problem && !message && (
        <p className={style.closed} role="alert">
          {problem}
        </p>
      )}
      {message && (
        <div role="list">
          <MessageRow message={message} leads />
        </div>
      )}
      <Timeline key={`timeline ${root}`} channel={channel} thread={root} at={at} />
      <Typing conversation={conversationKey(channel, root)} />
      <Composer key={`composer ${root}`} channel={channel} thread={root} label="Reply in thread" />
    </aside>
  );
}
