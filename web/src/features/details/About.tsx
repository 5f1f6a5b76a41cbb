/** Name, topic and purpose; edited in place by whoever may. */
import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Channel } from "../../api/types";
import { changeChannel } from "../../state/channels";
import { useWorld } from "../../state/world";
import { details as t } from "../../texts/en/details";
import { general } from "../../texts/en/general";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { Actions } from "../../ui/Dialog";
import { Field, TextArea } from "../../ui/Field";
import { useAttempt } from "../attempt";
import { Markdown } from "../conversation/Markdown";
import { fullText } from "../conversation/rows";
import { channelName } from "../sidebar/NewChannel";
import styles from "./Details.module.css";

export function About({ channel }: { channel: Channel }) {
  const [editing, setEditing] = useState(false);
  const creator = useWorld((world) => world.people.get(channel.creator)?.name ?? general("somebodyWithin"));
  if (editing) return <Edit channel={channel} onDone={() => setEditing(false)} />;
  return (
    <section className={styles.about}>
      <header>
        <h3>{t("about")}</h3>
        {!channel.archived && <IconButton label={t("editAll")} icon={<Pencil size={16} />} onClick={() => setEditing(true)} />}
      </header>
      <dl>
        <dt>{t("topic")}</dt>
        <dd>{channel.topic ? <Markdown text={channel.topic} /> : t("noTopic")}</dd>
        <dt>{t("purpose")}</dt>
        <dd>{channel.description ? <span dir="auto">{channel.description}</span> : t("noPurpose")}</dd>
        <dt>{t("created")}</dt>
        <dd>{t("createdBy", { time: fullText(channel.created_at), name: creator })}</dd>
      </dl>
    </section>
  );
}

function Edit({ channel, onDone }: { channel: Channel; onDone: () => void }) {
  const [name, setName] = useState(channel.name);
  const [topic, setTopic] = useState(channel.topic);
  const [description, setDescription] = useState(channel.description);
  const attempt = useAttempt(["name", "topic", "description"]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      const now = { name, topic: topic.trim(), description: description.trim() };
      // Only what was changed: another person may be changing the rest.
      const change = Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== channel[key as keyof typeof now]));
      if (Object.keys(change).length > 0) await changeChannel(channel.id, change);
      onDone();
    });
  };
  return (
    <form className={styles.edit} onSubmit={save} aria-label={t("editChannel")}>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Field
        label={t("name")}
        required
        maxLength={80}
        value={name}
        error={attempt.at("name")}
        onChange={(event) => setName(channelName(event.target.value))}
      />
      <Field
        label={t("topic")}
        maxLength={250}
        hint={t("topicHint")}
        value={topic}
        error={attempt.at("topic")}
        onChange={(event) => setTopic(event.target.value)}
      />
      <TextArea
        label={t("purpose")}
        maxLength={1000}
        hint={t("purposeHint")}
        value={description}
        error={attempt.at("description")}
        onChange={(event) => setDescription(event.target.value)}
      />
      <Actions>
        <Button onClick={onDone}>{general("cancel")}</Button>
        <Button type="submit" look="primary" busy={attempt.busy}>
          {general("save")}
        </Button>
      </Actions>
    </form>
  );
}
