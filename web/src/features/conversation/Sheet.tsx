/** What one may do with a message, for fingers: a sheet from below. */
import type { Message } from "../../api/types";
import { react } from "../../state/conversations";
import { conversation as t } from "../../texts/en/conversation";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { toast } from "../../ui/Toast";
import type { Action } from "./actions";
import style from "./MessageRow.module.css";
import { QUICK } from "./ReactPicker";

export function Sheet({ message, actions, onClose }: { message: Message; actions: readonly Action[]; onClose: () => void }) {
  return (
    <Dialog title={t("message")} look="sheet" onClose={onClose}>
      <div className={style.hand} role="group" aria-label={t("reactWith")}>
        {QUICK.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className={style.quick}
            aria-label={emoji}
            onClick={() => {
              onClose();
              void react(message, emoji).catch((error: Error) => toast(error.message));
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
      <div className={style.sheet}>
        {actions.map(({ label, icon: Icon, danger, run }) => (
          <Button
            key={label}
            look={danger ? "grave" : "quiet"}
            wide
            onClick={() => {
              onClose();
              run();
            }}
          >
            <Icon size={18} aria-hidden /> {label}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
