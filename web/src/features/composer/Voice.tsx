/** A voice clip on its way: asking for the microphone, how long and how loud it is, the end. */
import { Mic, SendHorizontal, Trash2 } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { general } from "../../texts/en/general";
import { voice as t } from "../../texts/en/voice";
import { Button, IconButton } from "../../ui/Button";
import { clockText, LONGEST_MS, type Recording, record, type Trouble, troubleOf } from "./recorder";
import style from "./Voice.module.css";

const TICK_MS = 100;

interface Props {
  onSend: (clip: File) => void;
  onClose: () => void;
}

export default function Voice({ onSend, onClose }: Props) {
  const [recording, setRecording] = useState<Recording | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [ended, setEnded] = useState(false);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const sending = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    let gone = false;
    let mine: Recording | null = null;
    setTrouble(null);
    record(() => setEnded(true)).then(
      (it) => {
        mine = it;
        if (gone) it.drop();
        else setRecording(it);
      },
      (error: unknown) => !gone && setTrouble(troubleOf(error)),
    );
    return () => {
      gone = true;
      mine?.drop();
    };
  }, [round]);
  useEffect(() => {
    if (recording) sending.current?.focus();
  }, [recording]);

  const send = async () => {
    if (!recording || busy) return;
    setBusy(true);
    onSend(await recording.finish());
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape cancels from anywhere inside it
    <div
      className={style.voice}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {trouble ? (
        <>
          <p className={style.words} role="alert">
            {t(trouble)}
          </p>
          <Button onClick={() => setRound(round + 1)}>{general("tryAgain")}</Button>
          <Button onClick={onClose}>{general("close")}</Button>
        </>
      ) : (
        <>
          <IconButton label={t("throwAway")} icon={<Trash2 size={18} />} onClick={onClose} />
          {recording ? (
            <Progress recording={recording} ended={ended} />
          ) : (
            <p className={style.words} role="status">
              {t("asking")}
            </p>
          )}
          <Button ref={sending} look="primary" disabled={!recording} busy={busy} onClick={() => void send()}>
            <SendHorizontal size={16} /> {t("send")}
          </Button>
        </>
      )}
    </div>
  );
}

function Progress({ recording, ended }: { recording: Recording; ended: boolean }) {
  const [lasted, setLasted] = useState(0);
  const bar = useRef<HTMLSpanElement>(null);
  const look = useCallback(() => {
    setLasted(recording.lasted());
    if (bar.current) bar.current.style.scale = `${ended ? 0 : recording.level()} 1`;
  }, [recording, ended]);
  useEffect(() => {
    look();
    if (ended) return;
    const timer = setInterval(look, TICK_MS);
    return () => clearInterval(timer);
  }, [look, ended]);
  return (
    <>
      <Mic size={16} className={style.live} data-live={!ended || undefined} aria-hidden />
      <span className={style.time} role="timer" aria-label={t("length")}>
        {clockText(lasted)}
      </span>
      <span className={style.level} aria-hidden>
        <span ref={bar} />
      </span>
      <span className="visually-hidden" role="status">
        {ended ? t("ended") : t("recording")}
      </span>
      {ended && <p className={style.words}>{lasted >= LONGEST_MS ? t("longest") : t("wentAway")}</p>}
    </>
  );
}
