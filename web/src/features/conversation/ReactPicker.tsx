/** Emoji at hand for a reaction, and the way to all others. */
import { lazy, Suspense, useState } from "react";
import type { Message } from "../../api/types";
import { react } from "../../state/conversations";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { toast } from "../../ui/Toast";
import style from "./MessageRow.module.css";

const QUICK = ["👍", "❤️", "😂", "🎉", "👀", "✅"];
const EmojiPicker = lazy(() => import("../files/EmojiPicker"));

export function ReactPicker({ message, onDone }: { message: Message; onDone: () => void }) {
  const [all, setAll] = useState(false);
  const choose = (emoji: string) => {
    onDone();
    void react(message, emoji).catch((error: Error) => toast(error.message));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere inside
    <div
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      }}
    >
      <div className={style.picker} role="group" aria-label="React with">
        {QUICK.map((emoji, index) => (
          <button
            key={emoji}
            type="button"
            // biome-ignore lint/a11y/noAutofocus: the picker was just asked for; focus belongs in it
            autoFocus={index === 0}
            className={style.reaction}
            aria-label={emoji}
            onClick={() => choose(emoji)}
          >
            {emoji}
          </button>
        ))}
        <Button look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          More
        </Button>
        <Button look="quiet" onClick={onDone}>
          Close
        </Button>
      </div>
      {all && (
        <Suspense fallback={<Skeleton rows={4} label="Loading emoji" />}>
          <EmojiPicker onChoose={choose} />
        </Suspense>
      )}
    </div>
  );
}
