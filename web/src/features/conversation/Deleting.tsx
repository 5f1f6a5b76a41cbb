/** A message that one deleted a moment ago, and the way back. */
import type { Message } from "../../api/types";
import { keep } from "../../state/deleting";
import { conversation as t } from "../../texts/en/conversation";
import style from "./MessageRow.module.css";

export function Deleting({ message, onKept }: { message: Message; onKept: () => void }) {
  return (
    <span className={style.deleting}>
      {t("deletedForAll")}
      <button
        type="button"
        className={style.undo}
        onClick={() => {
          keep(message.id);
          onKept();
        }}
      >
        {t("undo")}
      </button>
    </span>
  );
}
