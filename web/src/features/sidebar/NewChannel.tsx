/** Making a channel: its name as it will stand there, who can find it, who comes along. */
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { createChannel } from "../../state/channels";
import { useWorld } from "../../state/world";
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
    <Dialog title="Create a channel" onClose={onClose}>
      <form onSubmit={submit} className={styles.form}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label="Channel name"
          required
          maxLength={80}
          autoComplete="off"
          hint="Small letters, digits, - and _. For example: release-train."
          value={name}
          error={attempt.at("name")}
          onChange={(event) => setName(channelName(event.target.value))}
        />
        <Field
          label="What is it for?"
          maxLength={1000}
          hint="Helps others decide whether to join."
          value={description}
          error={attempt.at("description")}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Switch label="Private" hint="Seen only by those in it. This can't be changed later." checked={hidden} onChange={setHidden} />
        <PeoplePicker label="Add people (optional)" chosen={people} onChange={setPeople} without={new Set([me])} />
        <Actions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={attempt.busy}>
            Create channel
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
