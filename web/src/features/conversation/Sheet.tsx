/** What one may do with a message, for fingers. */
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import type { Action } from "./actions";
import style from "./MessageRow.module.css";

export function Sheet({ actions, onClose }: { actions: readonly Action[]; onClose: () => void }) {
  return (
    <Dialog title="Message" onClose={onClose}>
      <div className={style.sheet}>
        {actions.map(({ label, icon: Icon, run }) => (
          <Button
            key={label}
            look="quiet"
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
