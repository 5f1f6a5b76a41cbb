/** Asking the conversation something. */
import { Plus, X } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { newNonce } from "../../state/nonce";
import { ask } from "../../state/polls";
import { general } from "../../texts/en/general";
import { polls as t } from "../../texts/en/polls";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Field, Select } from "../../ui/Field";
import { Switch } from "../../ui/Switch";
import { useAttempt } from "../attempt";
import style from "./Poll.module.css";

const MOST = 10;
const HOUR = 3_600_000;
const ENDS = [
  ["never", 0],
  ["hour", HOUR],
  ["day", 24 * HOUR],
  ["week", 168 * HOUR],
] as const;

export default function NewPoll({ channel, thread, onClose }: { channel: string; thread: string | null; onClose: () => void }) {
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [multiple, setMultiple] = useState(false);
  const [anonymous, setAnonymous] = useState(false);
  const [end, setEnd] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const nonce = useRef(newNonce());
  const attempt = useAttempt(["poll.question", "poll.options"]);
  const given = options.map((it) => it.trim()).filter(Boolean);
  const put = (at: number, text: string) => setOptions(options.map((it, index) => (index === at ? text : it)));
  const focusOn = (at: number) => setTimeout(() => form.current?.querySelectorAll<HTMLInputElement>("[data-answer]")[at]?.focus());
  const add = () => {
    setOptions([...options, ""]);
    focusOn(options.length);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      const closes = ENDS[end]?.[1];
      await ask(
        channel,
        thread,
        { question, options: given, multiple, anonymous, closes: closes ? Date.now() + closes : null },
        nonce.current,
      );
      onClose();
    });
  };
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <form ref={form} className={style.form} onSubmit={submit}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label={t("question")}
          required
          maxLength={300}
          autoComplete="off"
          value={question}
          error={attempt.at("poll.question")}
          onChange={(event) => setQuestion(event.target.value)}
        />
        {options.map((text, at) => (
          <div key={at} className={style.answer}>
            <Field
              data-answer
              label={t("answer", { number: at + 1 })}
              maxLength={100}
              autoComplete="off"
              value={text}
              error={at === 0 ? attempt.at("poll.options") : null}
              onChange={(event) => put(at, event.target.value)}
            />
            {options.length > 2 && (
              <IconButton
                label={t("removeAnswer", { number: at + 1 })}
                icon={<X size={16} />}
                onClick={() => {
                  setOptions(options.filter((_, index) => index !== at));
                  focusOn(Math.max(0, at - 1));
                }}
              />
            )}
          </div>
        ))}
        {options.length < MOST && (
          <Button onClick={add}>
            <Plus size={16} /> {t("addAnswer")}
          </Button>
        )}
        <Switch label={t("multiple")} checked={multiple} onChange={setMultiple} />
        <Switch label={t("anonymously")} hint={t("anonymousHint")} checked={anonymous} onChange={setAnonymous} />
        <Select label={t("ends")} value={end} onChange={(event) => setEnd(Number(event.target.value))}>
          {ENDS.map(([name], at) => (
            <option key={name} value={at}>
              {t(name)}
            </option>
          ))}
        </Select>
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy} disabled={!question.trim() || given.length < 2}>
            {t("ask")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
