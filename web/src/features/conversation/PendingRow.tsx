/** A message of one's own that the server hasn't confirmed. */
import { discard, retry } from "../../state/outbox";
import { type Pending, useWorld } from "../../state/world";
import { Button } from "../../ui/Button";
import { Markdown } from "./Markdown";
import style from "./MessageRow.module.css";

export function PendingRow({ pending }: { pending: Pending }) {
  const me = useWorld((world) => world.account);
  return (
    <div className={`${style.row} ${style.pending}`} role="listitem">
      <div className={style.gutter} />
      <div className={style.body}>
        <span className="visually-hidden">{me?.name}, not sent yet: </span>
        <Markdown text={pending.text} />
        {pending.failed === null ? (
          <span className={style.state}>Sending…</span>
        ) : (
          <div className={style.failed} role="alert">
            Not sent. {pending.failed} <Button onClick={() => void retry(pending.nonce)}>Retry</Button>{" "}
            <Button onClick={() => void navigator.clipboard.writeText(pending.text)}>Copy</Button>{" "}
            <Button onClick={() => void discard(pending.nonce)}>Delete</Button>
          </div>
        )}
      </div>
    </div>
  );
}
