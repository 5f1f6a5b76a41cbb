/** A thread: its root, the replies, and a place to reply. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { dropRoot, keepRoot } from "../../state/conversations";
import { conversationKey, useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { IconButton } from "../../ui/Button";
import { Composer } from "../composer/Composer";
import { useTitle } from "./Conversation";
import style from "./Conversation.module.css";
import { useEditing } from "./editing";
import { MessageRow } from "./MessageRow";
import { Timeline } from "./Timeline";
import { Typing } from "./Typing";

export function Thread({ channel, root, at, onClose }: { channel: string; root: string; at: number | null; onClose: () => void }) {
  const message = useWorld((world) => world.roots.get(root) ?? world.conversations.get(channel)?.messages.find((it) => it.id === root));
  // Nobody writes in an archived channel, nor in one they aren't in.
  const closed = useWorld((world) => world.places.get(channel)?.channel.archived ?? true);
  const title = useTitle(channel);
  const { editing, edit, editLast } = useEditing(channel, root);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    setProblem("");
    keepRoot(channel, root).catch((error: Error) => setProblem(error.message));
    return () => dropRoot(root);
  }, [channel, root]);
  return (
    <aside className={style.conversation} aria-label={t("thread")} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <header className={style.header}>
        <div className={style.names}>
          <h2>{t("thread")}</h2>
          <p className={style.topic} dir="auto">
            {title}
          </p>
        </div>
        <IconButton label={t("closeThread")} icon={<X size={18} />} onClick={onClose} />
      </header>
      {problem && !message && (
        <p className={style.closed} role="alert">
          {problem}
        </p>
      )}
      {message && (
        <div role="list" className={style.root}>
          <MessageRow message={message} leads tabStop editing={editing === message.id} onEdit={edit} />
        </div>
      )}
      <Timeline key={`timeline ${root} ${at}`} channel={channel} thread={root} at={at} editing={editing} onEdit={edit} />
      <Typing conversation={conversationKey(channel, root)} />
      {!closed && <Composer key={`composer ${root}`} channel={channel} thread={root} label={t("replyInThread")} onEditLast={editLast} />}
    </aside>
  );
}
