/** What commands there are, and how to send a text that begins with a slash. */
import { commands as t } from "../../texts/en/commands";
import { Dialog } from "../../ui/Dialog";
import style from "./Composer.module.css";
import { COMMANDS, doesOf, takesOf } from "./commands";

export default function CommandHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <dl className={style.commands}>
        {COMMANDS.map((command) => (
          <div key={command.name}>
            <dt>
              <code dir="ltr">
                /{command.name} {command.takes && <span>{takesOf(command)}</span>}
              </code>
            </dt>
            <dd>{doesOf(command)}</dd>
          </div>
        ))}
      </dl>
      <p>{t.rich("twoSlashes", { code: (text) => <code dir="ltr">{text}</code> })}</p>
    </Dialog>
  );
}
