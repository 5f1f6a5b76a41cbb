/** What happened in a channel: not written, but told. */
import type { Message } from "../../api/types";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { cx } from "../../ui/classes";
import style from "./MessageRow.module.css";
import { systemText } from "./system";

export function SystemRow({ message, name, tabStop }: { message: Message; name: string; tabStop: boolean }) {
  const people = useWorld((world) => world.people);
  return (
    <div className={style.row} role="listitem" tabIndex={tabStop ? 0 : -1} data-id={message.id} data-seq={message.seq}>
      <div className={style.gutter} />
      <div className={cx(style.body, style.gone)}>
        {systemText(message, name, (user) => people.get(user)?.name ?? general("somebodyWithin"))}
      </div>
    </div>
  );
}
