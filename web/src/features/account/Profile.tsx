/** Picture, name, handle, title and time zone. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { useLink } from "../../state/links";
import { Avatar } from "../../ui/Avatar";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { useAttempt } from "../attempt";
import { Load, useLoad } from "../load";
import { Picture } from "./Picture";

interface Mine {
  id: string;
  email: string;
  name: string;
  handle: string;
  title: string;
  time_zone: string;
  avatar: string | null;
}

export function Profile() {
  const account = useLoad<Mine>("/account");
  return (
    <Section title="Profile">
      <Load from={account}>{(mine) => <Form mine={mine} />}</Load>
    </Section>
  );
}

function Form({ mine }: { mine: Mine }) {
  const [name, setName] = useState(mine.name);
  const [handle, setHandle] = useState(mine.handle);
  const [title, setTitle] = useState(mine.title);
  const [zone, setZone] = useState(mine.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [avatar, setAvatar] = useState(mine.avatar);
  const src = useLink(avatar, 160);
  const keep = async (file: string | null) => {
    await request("PATCH", "/account", { avatar: file });
    setAvatar(file);
  };
  const attempt = useAttempt(["name", "handle", "title", "time_zone"]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      await request("PATCH", "/account", { name: name.trim(), handle: handle.trim(), title: title.trim(), time_zone: zone.trim() });
      toast("Profile saved.");
    });
  };
  return (
    <form onSubmit={save}>
      <Picture
        label="picture"
        shown={<Avatar name={name} id={mine.id} size={72} src={src ?? undefined} />}
        has={avatar !== null}
        keep={keep}
      />
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Field
        label="Name"
        required
        maxLength={80}
        autoComplete="name"
        value={name}
        error={attempt.at("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="Handle"
        required
        maxLength={32}
        hint="What others type after @."
        value={handle}
        error={attempt.at("handle")}
        onChange={(event) => setHandle(event.target.value)}
      />
      <Field
        label="Title"
        maxLength={120}
        hint="What you do."
        value={title}
        error={attempt.at("title")}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Field label="Time zone" value={zone} error={attempt.at("time_zone")} onChange={(event) => setZone(event.target.value)} />
      <Field label="Email address" value={mine.email} readOnly />
      <Button type="submit" look="primary" busy={attempt.busy}>
        Save profile
      </Button>
    </form>
  );
}
