/**
 * Writing: plain-text Markdown that grows with its text, completes names, keeps a draft per
 * conversation, and never waits for the network.
 */
import { SendHorizontal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { keepDraft } from "../../state/conversations";
import { send } from "../../state/outbox";
import { sayTyping } from "../../state/session";
import { conversationKey, world } from "../../state/world";
import { IconButton } from "../../ui/Button";
import style from "./Composer.module.css";
import { type Completion, complete, decode, encode } from "./completion";

const MOST = 16_000;
const DRAFT_MS = 2_000;

interface Props {
  channel: string;
  thread: string | null;
  label: string;
  onEditLast?: () => void;
}

export function Composer({ channel, thread, label }: Props) {
  const key = conversationKey(channel, thread);
  const [text, setText] = useState(() => decode(localStorage.getItem(`draft/${key}`) ?? world.drafts.get(key)?.text ?? ""));
  const [found, setFound] = useState<readonly Completion[]>([]);
  const [chosen, setChosen] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const over = text.length - MOST;

  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) box.current?.focus();
  }, []);

  useEffect(() => {
    const field = box.current;
    if (!field) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`;
  });

  // Kept here at once, and on all devices after a pause.
  useEffect(() => {
    const draft = encode(text);
    if (draft === (localStorage.getItem(`draft/${key}`) ?? "")) return;
    if (draft) localStorage.setItem(`draft/${key}`, draft);
    else localStorage.removeItem(`draft/${key}`);
    const later = setTimeout(() => void keepDraft(channel, thread, draft).catch(() => {}), DRAFT_MS);
    return () => clearTimeout(later);
  }, [text, key, channel, thread]);

  const write = (next: string, caret: number) => {
    setText(next);
    setFound(complete(next.slice(0, caret)));
    setChosen(0);
    if (next.trim()) sayTyping(channel, thread);
  };

  const take = (completion: Completion) => {
    const field = box.current;
    if (!field) return;
    const caret = field.selectionStart;
    field.setSelectionRange(caret - completion.typed, caret);
    // Keeps the browser's undo, which setting the value would lose.
    document.execCommand("insertText", false, completion.insert);
    setFound([]);
  };

  const submit = () => {
    const ready = encode(text).trim();
    if (!ready || over > 0) return;
    setText("");
    setFound([]);
    void send(channel, thread, ready, []);
  };

  const keys = (event: React.KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const first = found[chosen];
    if (first) {
      const step = { ArrowDown: 1, ArrowUp: found.length - 1 }[event.key];
      if (step) {
        event.preventDefault();
        return setChosen((chosen + step) % found.length);
      }
      if (event.key === "Tab" || event.key === "Enter") {
        event.preventDefault();
        return take(first);
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        return setFound([]);
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  };

  return (
    <div className={style.composer}>
      {found.length > 0 && (
        <div className={style.found} role="listbox" id={`found-${key}`} aria-label="Suggestions">
          {found.map((it, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the textarea has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the textarea
            <div key={it.insert} role="option" aria-selected={index === chosen} className={style.option} onClick={() => take(it)}>
              {it.shown}
            </div>
          ))}
        </div>
      )}
      <div className={style.box}>
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={label}
          placeholder={label}
          aria-controls={found.length > 0 ? `found-${key}` : undefined}
          aria-invalid={over > 0 || undefined}
          onChange={(event) => write(event.target.value, event.target.selectionStart)}
          onKeyDown={keys}
          onBlur={() => setTimeout(() => setFound([]), 150)}
        />
        <IconButton label="Send" icon={<SendHorizontal size={18} />} disabled={!text.trim() || over > 0} onClick={submit} />
      </div>
      {over > 0 && (
        <p className={style.over} role="alert">
          {over} characters too many: a message has at most {MOST.toLocaleString()}.
        </p>
      )}
    </div>
  );
}
