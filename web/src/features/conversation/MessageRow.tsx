/** One message: who, what, reactions, its thread, and what one may do with it. */
import { MessageSquareText, Pencil, SmilePlus, Trash2 } from "lucide-react";
import { type KeyboardEvent, memo, useState } from "react";
import type { Message } from "../../api/types";
import { edit, markUnread, react, remove } from "../../state/conversations";
import { useWorld } from "../../state/world";
import { Avatar } from "../../ui/Avatar";
import { Button, IconButton } from "../../ui/Button";
import { Markdown } from "./Markdown";
import style from "./MessageRow.module.css";
import { fullText, timeText } from "./rows";
import { systemText } from "./system";

const QUICK = ["👍", "❤️", "😂", "🎉", "👀", "✅"];

interface Props {
  message: Message;
  leads: boolean;
  onThread?: ((root: Message) => void) | undefined;
}

export const MessageRow = memo(function MessageRow({ message, leads, onThread }: Props) {
  const author = useWorld((world) => world.people.get(message.author));
  const me = useWorld((world) => world.account?.id);
  const [mode, setMode] = useState<"read" | "edit" | "react" | "delete">("read");
  const name = author?.name ?? "Somebody";
  const mine = message.author === me;
  const close = () => setMode("read");
  if (message.kind !== "text") return <SystemRow message={message} name={name} />;
  if (message.deleted_at) {
    return (
      <div className={style.row} role="listitem" data-id={message.id} data-seq={message.seq}>
        <div className={style.gutter} />
        <div className={`${style.body} ${style.gone}`}>{name} deleted a message.</div>
      </div>
    );
  }
  const keys = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const act = {
      t: () => onThread?.(message),
      r: () => setMode("react"),
      e: () => mine && setMode("edit"),
      u: () => void markUnread(message),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  };
  return (
    <div className={style.row} role="listitem" tabIndex={-1} data-id={message.id} data-seq={message.seq} onKeyDown={keys}>
      <div className={style.gutter}>
        {leads ? <Avatar id={message.author} name={name} /> : <time className={style.aside}>{timeText(message.ts)}</time>}
      </div>
      <div className={style.body}>
        {leads ? (
          <div className={style.head}>
            <strong>{name}</strong>{" "}
            <time dateTime={new Date(message.ts / 1000).toISOString()} title={fullText(message.ts)}>
              {timeText(message.ts)}
            </time>
          </div>
        ) : (
          <span className="visually-hidden">{name}: </span>
        )}
        {mode === "edit" ? <Editor message={message} onDone={close} /> : <Markdown text={message.text} />}
        {message.edited_at && mode !== "edit" && <span className={style.state}> edited</span>}
        <Reactions message={message} me={me ?? ""} />
        {message.replies && onThread && (
          <Button look="quiet" onClick={() => onThread(message)}>
            {message.replies.replies === 1 ? "1 reply" : `${message.replies.replies} replies`}
          </Button>
        )}
        {mode === "react" && <Picker message={message} onDone={close} />}
        {mode === "delete" && <Confirm message={message} onDone={close} />}
      </div>
      <div className={style.tools}>
        <IconButton label="React" icon={<SmilePlus size={16} />} onClick={() => setMode("react")} />
        {onThread && <IconButton label="Reply in thread" icon={<MessageSquareText size={16} />} onClick={() => onThread(message)} />}
        {mine && <IconButton label="Edit" icon={<Pencil size={16} />} onClick={() => setMode("edit")} />}
        {mine && <IconButton label="Delete" icon={<Trash2 size={16} />} onClick={() => setMode("delete")} />}
      </div>
    </div>
  );
});

function SystemRow({ message, name }: { message: Message; name: string }) {
  const people = useWorld((world) => world.people);
  return (
    <div className={style.row} role="listitem" data-id={message.id} data-seq={message.seq}>
      <div className={style.gutter} />
      <div className={`${style.body} ${style.gone}`}>{systemText(message, name, (user) => people.get(user)?.name ?? "somebody")}</div>
    </div>
  );
}

function Reactions({ message, me }: { message: Message; me: string }) {
  const people = useWorld((world) => world.people);
  if (message.reactions.length === 0) return null;
  return (
    <div className={style.reactions}>
      {message.reactions.map(({ emoji, users }) => {
        const names = users.map((user) => (user === me ? "you" : (people.get(user)?.name ?? "somebody"))).join(", ");
        return (
          <button
            key={emoji}
            type="button"
            className={style.reaction}
            aria-pressed={users.includes(me)}
            aria-label={`${emoji} ${users.length}: ${names}`}
            title={names}
            onClick={() => void react(message, emoji)}
          >
            <span aria-hidden>{emoji}</span> {users.length}
          </button>
        );
      })}
    </div>
  );
}

function Picker({ message, onDone }: { message: Message; onDone: () => void }) {
  return (
    <div className={style.picker} role="group" aria-label="React with">
      {QUICK.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          // biome-ignore lint/a11y/noAutofocus: the picker was just asked for; focus belongs in it
          autoFocus={index === 0}
          className={style.reaction}
          aria-label={emoji}
          onKeyDown={(event) => event.key === "Escape" && onDone()}
          onClick={() => {
            onDone();
            void react(message, emoji);
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}

function Editor({ message, onDone }: { message: Message; onDone: () => void }) {
  const [text, setText] = useState(message.text);
  const [problem, setProblem] = useState("");
  const save = () => edit(message, text).then(onDone, (error: Error) => setProblem(error.message));
  return (
    <div className={style.editor}>
      <textarea
        // biome-ignore lint/a11y/noAutofocus: editing was just asked for; focus belongs in it
        autoFocus
        aria-label="Edit message"
        value={text}
        rows={Math.min(10, text.split("\n").length + 1)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void save();
          }
        }}
      />
      {problem && <p role="alert">{problem}</p>}
      <Button look="primary" onClick={save}>
        Save
      </Button>{" "}
      <Button onClick={onDone}>Cancel</Button>
    </div>
  );
}

function Confirm({ message, onDone }: { message: Message; onDone: () => void }) {
  const [problem, setProblem] = useState("");
  return (
    <div className={style.editor}>
      <p role={problem ? "alert" : undefined}>{problem || "Delete this message for everyone?"}</p>
      {/* biome-ignore lint/a11y/noAutofocus: the question was just asked; focus belongs on its answer */}
      <Button look="danger" autoFocus onClick={() => remove(message).then(onDone, (error: Error) => setProblem(error.message))}>
        Delete message
      </Button>{" "}
      <Button onClick={onDone}>Keep</Button>
    </div>
  );
}
