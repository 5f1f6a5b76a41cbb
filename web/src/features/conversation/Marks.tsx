/** What became of a message, above it: pinned for everyone, saved by oneself. */
import { Bookmark, Pin } from "lucide-react";
import type { Message } from "../../api/types";
import { useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import style from "./MessageRow.module.css";

export function Marks({ message, saved }: { message: Message; saved: boolean }) {
  const pinner = useWorld((world) => (message.pinned_by ? (world.people.get(message.pinned_by)?.name ?? general("somebodyWithin")) : null));
  if (pinner === null && !saved) return null;
  return (
    <div className={style.marks}>
      {pinner !== null && (
        <span>
          <Pin size={12} aria-hidden /> {t("pinnedBy", { name: pinner })}
        </span>
      )}
      {saved && (
        <span>
          <Bookmark size={12} aria-hidden /> {t("saved")}
        </span>
      )}
    </div>
  );
}
