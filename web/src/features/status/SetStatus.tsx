/** Saying what one is doing: an emoji, some words, and when it ends; with what people say most. */
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import { setStatus } from "../../state/status";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { status as t } from "../../texts/en/status";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Field, Select } from "../../ui/Field";
import { Popover } from "../../ui/Popover";
import { Skeleton } from "../../ui/Skeleton";
import { Switch } from "../../ui/Switch";
import { useAttempt } from "../attempt";
import { spoken } from "../later/times";
import { ENDS, type End, endOf } from "./ends";
import styles from "./Status.module.css";
import { PLAIN, QUIET } from "./said";
import { useStatus } from "./useStatus";

const EmojiPicker = lazy(() => import("../emoji/EmojiPicker"));

const SUGGESTIONS = [
  ["🗓️", "meeting", "hour"],
  ["🍽️", "lunch", "hour"],
  ["🎧", "focus", "fourHours"],
  [QUIET, "disturb", "hour"],
  ["🏡", "home", "today"],
  ["🤒", "ill", "today"],
  ["🌴", "holiday", "never"],
] as const;
const MOST_CHARS = 100;

export function SetStatus({ onClose }: { onClose: () => void }) {
  const now = useStatus(useWorld((world) => world.account?.id));
  const [emoji, setEmoji] = useState(now?.emoji ?? PLAIN);
  const [text, setText] = useState(now?.text ?? "");
  const [quiet, setQuiet] = useState(now?.quiet ?? false);
  const [end, setEnd] = useState<End | "asItIs">(now?.until ? "asItIs" : "never");
  const attempt = useAttempt(["text", "until"]);
  const keep = (status: Parameters<typeof setStatus>[0]) =>
    void attempt.run(async () => {
      await setStatus(status);
      onClose();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep({ emoji, text: text.trim(), quiet, until: end === "asItIs" ? (now?.until ?? null) : endOf(end, new Date()) });
  };
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <div className={styles.line}>
          <PickEmoji emoji={emoji} onPick={setEmoji} />
          <Field
            label={t("what")}
            maxLength={MOST_CHARS}
            autoComplete="off"
            value={text}
            error={attempt.at("text")}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className={styles.suggestions} role="group" aria-label={t("suggestions")}>
          {SUGGESTIONS.map(([sign, words, ends]) => (
            <Button
              key={words}
              onClick={() => {
                setEmoji(sign);
                setText(words === "disturb" ? "" : t(words));
                setQuiet(words === "disturb");
                setEnd(ends);
              }}
            >
              <span aria-hidden>{sign}</span> {t(words)}
            </Button>
          ))}
        </div>
        <Select
          label={t("ends")}
          value={end}
          error={attempt.at("until")}
          onChange={(event) => setEnd(event.target.value as End | "asItIs")}
        >
          {now?.until && <option value="asItIs">{t("asItIs", { when: spoken(new Date(now.until / 1_000)) })}</option>}
          {ENDS.map((it) => (
            <option key={it} value={it}>
              {t(it)}
            </option>
          ))}
        </Select>
        <Switch label={t("quiet")} hint={t("quietHint")} checked={quiet} onChange={setQuiet} />
        <Actions>
          {now ? <Button onClick={() => keep(null)}>{t("off")}</Button> : <Button onClick={onClose}>{general("cancel")}</Button>}
          <Button type="submit" look="primary" busy={attempt.busy}>
            {general("save")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}

function PickEmoji({ emoji, onPick }: { emoji: string; onPick: (emoji: string) => void }) {
  const [picking, setPicking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setPicking(false);
    button.current?.focus();
  };
  return (
    // Escape ends choosing only, also while the picker is being fetched, and leaves the dialog
    <div
      onKeyDownCapture={(event) => {
        if (!picking || event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        className={styles.emoji}
        aria-label={t("emoji", { emoji })}
        aria-expanded={picking}
        onClick={() => setPicking(true)}
      >
        {emoji}
      </button>
      {picking && (
        <Popover beside={() => button.current} onClose={close}>
          <Suspense fallback={<Skeleton rows={4} label={general("loadingEmoji")} />}>
            <EmojiPicker
              bare
              own={false}
              onChoose={(chosen) => {
                onPick(chosen);
                close();
              }}
            />
          </Suspense>
        </Popover>
      )}
    </div>
  );
}
