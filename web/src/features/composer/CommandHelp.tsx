/** What commands there are, and how to send a text that begins with a slash. */
import { Dialog } from "../../ui/Dialog";
import style from "./Composer.module.css";
import { COMMANDS } from "./commands";

export default function CommandHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Commands" onClose={onClose}>
      <dl className={style.commands}>
        {COMMANDS.map(({ name, takes, does }) => (
          <div key={name}>
            <dt>
              <code>
                /{name} {takes && <span>{takes}</span>}
              </code>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        To send a text that begins with a slash, write two: <code>{"//help"}</code> is sent as <code>/help</code>.
      </p>
    </Dialog>
  );
}
