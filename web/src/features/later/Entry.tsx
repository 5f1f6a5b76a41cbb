/** One planned thing: what and when, and what one may do with it. */
import { AlarmClock, AlarmClockPlus, Ellipsis, Send } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { Message, Planned } from "../../api/types";
import { messageOf, replan, sendNow, unplan } from "../../state/planned";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Row } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { decode } from "../composer/completion";
import { copy } from "../conversation/actions";
import { useLoad } from "../load";
import { whereIs } from "../places";
import { plain } from "../plain";
import { Change } from "./Change";
import styles from "./Later.module.css";
import { hindered } from "./obstacles";
import { labelOf, PRESETS, spoken } from "./times";

const tell = (error: Error) => toast(error.message);

export function Entry({ planned }: { planned: Planned }) {
  const { id, action, state, channel, thread, due_at: at } = planned;
  const [changing, setChanging] = useState(false);
  const [busy, setBusy] = useState(false);
  const place = useWorld(() => whereIs(channel, thread));
  const time = spoken(new Date(at / 1_000));
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    void work.catch(tell).finally(() => setBusy(false));
  };
  const change = { label: action === "send" ? general("edit") : t("change"), run: () => setChanging(true) };
  const rid = { label: action === "send" ? general("delete") : t("cancelReminder"), danger: true, run: () => run(unplan(id)) };
  const snooze = PRESETS.map((it) => ({ label: labelOf(it), run: () => run(replan(id, { due: it.at(new Date()) })) }));
  const copied = { label: t("copyText"), run: () => void copy(decode(planned.text), general("textCopied")) };
  const items = state === "due" ? [...snooze, change] : action === "send" ? [change, copied, rid] : [change, rid];
  const why = hindered(planned);
  const Icon = action === "send" ? Send : AlarmClock;
  return (
    <Row
      lead={<Icon size={18} className={styles.sign} aria-hidden />}
      title={planned.message && !planned.obstacle ? <Reminded planned={planned} of={planned.message} /> : <Words planned={planned} />}
      note={
        <>
          <span dir="auto">{place}</span> · {state === "sending" ? t("beingSent") : time}
          {planned.message && !planned.obstacle && planned.text && (
            <span className={styles.note} dir="auto">
              {planned.text}
            </span>
          )}
          {why && <span className={styles.why}>{why}</span>}
        </>
      }
    >
      <span className={styles.acts}>
        {state === "due" && (
          <Button look="primary" busy={busy} onClick={() => run(unplan(id))}>
            {t("done")}
          </Button>
        )}
        {action === "send" && (state !== "sending" || busy) && (
          <Button busy={busy} onClick={() => run(sendNow(id).then(() => toast(t("sent"))))}>
            {t("sendNow")}
          </Button>
        )}
        {state !== "sending" && (
          <Menu
            label={state === "due" ? t("remindLater") : t("more")}
            tip
            button={state === "due" ? <AlarmClockPlus size={18} /> : <Ellipsis size={18} />}
            items={items}
          />
        )}
      </span>
      {changing && <Change planned={planned} onClose={() => setChanging(false)} />}
    </Row>
  );
}

function Words({ planned }: { planned: Planned }) {
  const { channel, thread, text, obstacle } = planned;
  const words = text ? plain(text).slice(0, 300) : t("aMessage");
  return obstacle ? (
    <span dir="auto">{words}</span>
  ) : (
    <Link href={`/c/${channel}${thread ? `/t/${thread}` : ""}`} dir="auto">
      {words}
    </Link>
  );
}

/** The message itself, as it is now. */
function Reminded({ planned, of }: { planned: Planned; of: string }) {
  const { channel } = planned;
  const found = useLoad<Message>(`${channel}/${of}`, () => messageOf(channel, of));
  const author = useWorld((it) => it.people.get(found.answer?.author ?? "")?.name ?? general("somebody"));
  const message = found.answer;
  if (!message || message.deleted_at) {
    return <Words planned={{ ...planned, text: planned.text || (found.refused || message ? t("goneMessage") : "…") }} />;
  }
  const words = plain(message.text) || message.files.map((file) => file.name).join(", ");
  return (
    <Link href={`/c/${channel}${message.thread ? `/t/${message.thread}` : ""}?at=${message.seq}`}>
      <span dir="auto">{author}</span>: <span dir="auto">{words.slice(0, 300)}</span>
    </Link>
  );
}
