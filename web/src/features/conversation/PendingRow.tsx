/** A message of one's own that the server hasn't confirmed. */
import { discard, retry } from "../../state/outbox";
import { type Pending, useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/classes";
import { Ring } from "../../ui/Ring";
import { Tray } from "../files/Tray";
import { Face } from "../people/Face";
import { Markdown } from "./Markdown";
import style from "./MessageRow.module.css";
import { timeText } from "./rows";

export function PendingRow({ pending, leads }: { pending: Pending; leads: boolean }) {
  const me = useWorld((world) => world.account);
  return (
    <div className={style.row} role="listitem" data-leads={leads || undefined}>
      <div className={style.gutter}>{leads ? <Face user={me?.id ?? ""} /> : pending.failed === null && <Waiting />}</div>
      <div className={cx(style.body, style.pending)}>
        {leads && (
          <div className={style.head}>
            <strong dir="auto">{me?.name}</strong> <time>{timeText(pending.at * 1_000)}</time> {pending.failed === null && <Waiting />}
          </div>
        )}
        <span className="visually-hidden">{t("notSentYet", { name: me?.name ?? "" })}</span>
        {pending.text && <Markdown text={pending.text} />}
        <Tray uploads={pending.uploads} />
        {pending.failed !== null && (
          <div className={style.failed} role="alert">
            <span>{t("notSent", { why: pending.failed })}</span>
            <Button onClick={() => void retry(pending.nonce)}>{general("retry")}</Button>
            <Button onClick={() => void navigator.clipboard?.writeText(pending.text)}>{general("copy")}</Button>
            <Button onClick={() => void discard(pending.nonce)}>{general("delete")}</Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** Shown only when it takes longer than a blink. */
function Waiting() {
  return (
    <span className={style.waiting}>
      <Ring state="turning" size={12} />
      <span className="visually-hidden">{t("sending")}</span>
    </span>
  );
}
