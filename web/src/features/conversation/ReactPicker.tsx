/** Emoji at hand for a reaction, and the way to all others. */
import { SmilePlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Message } from "../../api/types";
import { react } from "../../state/conversations";
import { toned, toneOf } from "../../state/tones";
import { useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { IconButton } from "../../ui/Button";
import { Popover } from "../../ui/Popover";
import { Skeleton } from "../../ui/Skeleton";
import { toast } from "../../ui/Toast";
import style from "./MessageRow.module.css";

export const QUICK = ["👍", "❤️", "😂", "🎉", "👀", "✅"];
const EmojiPicker = lazy(() => import("../emoji/EmojiPicker"));

interface Props {
  message: Message;
  beside: () => Element | null | undefined;
  onDone: () => void;
}

export function ReactPicker({ message, beside, onDone }: Props) {
  const [all, setAll] = useState(false);
  const tone = useWorld(toneOf);
  const choose = (emoji: string) => {
    onDone();
    void react(message, emoji).catch((error: Error) => toast(error.message));
  };
  return (
    <Popover beside={beside} onClose={onDone}>
      {all ? (
        <Suspense fallback={<Skeleton rows={4} label={general("loadingEmoji")} />}>
          <EmojiPicker bare onChoose={choose} />
        </Suspense>
      ) : (
        <div className={style.picker} role="group" aria-label={t("reactWith")}>
          {QUICK.map((it) => toned(it, tone)).map((emoji, index) => (
            <button
              key={emoji}
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the picker was just asked for; focus belongs in it
              autoFocus={index === 0}
              className={style.quick}
              aria-label={emoji}
              onClick={() => choose(emoji)}
            >
              {emoji}
            </button>
          ))}
          <IconButton label={t("allEmoji")} icon={<SmilePlus size={18} />} onClick={() => setAll(true)} />
        </div>
      )}
    </Popover>
  );
}
