/** Chooses a time: a ready one, or any of the calendar. */
import { type FormEvent, type ReactNode, useState } from "react";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { useAttempt } from "../attempt";
import styles from "./Later.module.css";
import { fieldOf, labelOf, PRESETS, ZONE } from "./times";

interface Props {
  title: string;
  /** What the button says that takes the time. */
  act: string;
  /** What is chosen first. */
  first?: Date;
  /** The ready times too. */
  ready?: boolean;
  /** Throws `Refused`. */
  onPick: (at: Date) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

export function PickTime({ title, act, first, ready = false, onPick, onClose, children }: Props) {
  const [at, setAt] = useState(() => fieldOf(first ?? PRESETS[3]?.at(new Date()) ?? new Date()));
  const attempt = useAttempt(["due_at"]);
  const pick = (time: Date) =>
    void attempt.run(async () => {
      await onPick(time);
      onClose();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const time = new Date(at);
    if (!Number.isNaN(time.getTime())) pick(time);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        {children}
        {ready && (
          <div className={styles.ready} role="group" aria-label={t("readyTimes")}>
            {PRESETS.map((preset) => (
              <Button key={preset.name} wide onClick={() => pick(preset.at(new Date()))}>
                {labelOf(preset)}
              </Button>
            ))}
          </div>
        )}
        <Field
          label={ready ? t("anotherTime") : t("when")}
          type="datetime-local"
          required
          value={at}
          hint={t("zone", { zone: ZONE })}
          error={attempt.at("due_at")}
          onChange={(event) => setAt(event.target.value)}
        />
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy}>
            {act}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
