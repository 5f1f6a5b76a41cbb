/**
 * Where one writes: a plain text field that grows, completes names and emoji, and formats by
 * keys. Text goes in through the browser's own editing, so that its undo keeps working.
 */
import { type ClipboardEvent, type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { composer as t } from "../../texts/en/composer";
import { dirOf } from "../../ui/direction";
import { Glyph } from "../emoji/Glyph";
import { Face } from "../people/Face";
import style from "./Composer.module.css";
import { type Completion, complete, wantsEmoji } from "./completion";
import { type Emoji, loadAll } from "./emoji";
import { shortcut, wrap } from "./format";

export interface WritingHandle {
  focus: () => void;
  /** Puts text in at the caret. */
  insert: (text: string) => void;
}

interface Props {
  text: string;
  label: string;
  focus?: boolean;
  invalid?: boolean;
  /** Whether `/word` does something. */
  commands?: boolean;
  ref?: Ref<WritingHandle>;
  onText: (text: string) => void;
  onSend: () => void;
  onEscape?: () => void;
  /** Up in an empty field; false: nothing to edit. */
  onUp?: () => boolean;
  onFiles?: (files: readonly File[]) => void;
}

export function Writing({
  text,
  label,
  focus = false,
  invalid = false,
  commands = false,
  ref,
  onText,
  onSend,
  onEscape,
  onUp,
  onFiles,
}: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [emoji, setEmoji] = useState<readonly Emoji[]>([]);
  const [found, setFound] = useState<readonly Completion[]>([]);
  const [chosen, setChosen] = useState(0);
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus(), insert: (it) => box.current && insert(box.current, it) }), []);

  useEffect(() => {
    const field = box.current;
    if (!field || !focus) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }, [focus]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useEffect(() => {
    const field = box.current;
    if (!field) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`;
  }, [text]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen stays in sight
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, found]);

  const write = (next: string, caret: number) => {
    onText(next);
    const before = next.slice(0, caret);
    setFound(complete(before, emoji, commands));
    setChosen(0);
    if (emoji.length > 0 || !wantsEmoji(before)) return;
    loadAll().then(
      (all) => {
        setEmoji(all);
        if (box.current?.value === next) setFound(complete(before, all, commands));
      },
      // Without the list one writes on; the picker says why.
      () => undefined,
    );
  };

  const take = (completion: Completion) => {
    const field = box.current;
    if (!field) return;
    field.focus();
    const caret = field.selectionStart;
    field.setSelectionRange(caret - completion.typed, caret);
    insert(field, completion.insert);
    setFound([]);
  };

  /** Keys while there is something to choose from; true: it was one. */
  const choose = (event: KeyboardEvent): boolean => {
    const current = found[chosen];
    if (!current) return false;
    const step = { ArrowDown: 1, ArrowUp: found.length - 1 }[event.key];
    if (step) setChosen((chosen + step) % found.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) take(current);
    else if (event.key === "Escape") setFound([]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, keys belong to it.
    if (event.nativeEvent.isComposing || event.keyCode === 229 || choose(event)) return;
    const marks = shortcut(event);
    if (marks && box.current) {
      event.preventDefault();
      wrap(box.current, marks, insert);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === "Escape" && onEscape) {
      event.stopPropagation();
      onEscape();
    } else if (event.key === "ArrowUp" && text === "" && onUp?.()) event.preventDefault();
  };

  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    // Cells of a table come as words and as a picture of them: the words are meant.
    const words = event.clipboardData.getData("text/html") && event.clipboardData.getData("text/plain").trim();
    if (files.length > 0 && onFiles && !words) {
      event.preventDefault();
      return onFiles(files);
    }
    const field = box.current;
    const address = event.clipboardData.getData("text/plain").trim();
    const selected = field?.value.slice(field.selectionStart, field.selectionEnd) ?? "";
    if (!field || !selected || selected.includes("\n") || !/^https?:\/\/\S+$/.test(address) || /^https?:/.test(selected)) return;
    event.preventDefault();
    insert(field, `[${selected}](${address})`);
  };

  return (
    <div className={style.writing}>
      {found.length > 0 && (
        <div className={style.found} role="listbox" id={id} aria-label={t("suggestions")}>
          {found.map((it, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the textarea has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the textarea
            <div
              key={it.insert}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={style.option}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(it)}
            >
              {it.user && <Face user={it.user} size={22} />}
              {it.sign && (
                <span className={style.sign}>
                  <Glyph emoji={it.sign} />
                </span>
              )}
              <span dir="auto">{it.shown}</span>
              {it.note && <small>{it.note}</small>}
            </div>
          ))}
        </div>
      )}
      <textarea
        ref={box}
        rows={1}
        dir={dirOf(text)}
        value={text}
        aria-label={label}
        placeholder={label}
        data-composer={onFiles ? "" : undefined}
        aria-controls={found.length > 0 ? id : undefined}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        aria-invalid={invalid || undefined}
        onChange={(event) => write(event.target.value, event.target.selectionStart)}
        onKeyDown={keys}
        onPaste={paste}
        onBlur={() => setFound([])}
      />
    </div>
  );
}

/** Through the browser's editing; by hand where that is gone. */
function insert(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (done) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
