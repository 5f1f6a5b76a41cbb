/** Making a channel: its name as it will stand there, who can find it, who comes along. */
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { createChannel } from "../../state/channels";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { sidebar as t } from "../../texts/en/sidebar";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Switch } from "../../ui/Switch";
import { useAttempt } from "../attempt";
import { PeoplePicker } from "../people/PeoplePicker";
import styles from "./Form.module.css";

/** What a channel may be called, made from whatever was typed. */
export const channelName = (typed: string): string =>
  typed
    .toLocaleLowerCase()
    .replace(/\s+/g, "-")
    .replace(/[^\p{Ll}\p{N}_-]/gu, "")
    .slice(0, 80);

export function NewChannel({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [hidden, setHidden] = useState(false);
  const [people, setPeople] = useState<readonly string[]>([]);
  const me = useWorld((world) => world.account?.id ?? "");
  const [, go] = useLocation();
  const attempt = useAttempt(["name", "description"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      const id = await createChannel({ kind: hidden ? "private" : "public", name, description: description.trim(), people });
      onClose();
      go(`/c/${id}`);
    });
  };
  return (
    <Dialog title={t("createTitle")} onClose={onClose}>
      <form onSubmit={submit} className={styles.form}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label={t("channelName")}
          required
          maxLength={80}
          autoComplete="off"
          hint={t("channelNameHint")}
          value={name}
          error={attempt.at("name")}
          onChange={(event) => setName(channelName(event.target.value))}
        />
        <Field
          label={t("purpose")}
          maxLength={1000}
          hint={t("purposeHint")}
          value={description}
          error={attempt.at("description")}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Switch label={t("private")} hint={t("privateHint")} checked={hidden} onChange={setHidden} />
        <PeoplePicker label={t("addPeople")} chosen={people} onChange={setPeople} without={new Set([me])} />
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy}>
            {t("createChannel")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
