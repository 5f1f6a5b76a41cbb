/** Picture, name, handle, title and time zone. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { useLink } from "../../state/links";
import { account as t } from "../../texts/en/account";
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
    <Section title={t("profile")}>
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
      toast(t("profileSaved"));
    });
  };
  return (
    <form onSubmit={save}>
      <Picture
        label={t("picture")}
        add={t("addPicture")}
        change={t("changePicture")}
        shown={<Avatar name={name} id={mine.id} size={72} src={src ?? undefined} />}
        has={avatar !== null}
        keep={keep}
      />
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Field
        label={t("name")}
        required
        maxLength={80}
        autoComplete="name"
        value={name}
        error={attempt.at("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t("handle")}
        required
        maxLength={32}
        hint={t("handleHint")}
        value={handle}
        error={attempt.at("handle")}
        onChange={(event) => setHandle(event.target.value)}
      />
      <Field
        label={t("jobTitle")}
        maxLength={120}
        hint={t("jobTitleHint")}
        value={title}
        error={attempt.at("title")}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Field label={t("timeZone")} value={zone} error={attempt.at("time_zone")} onChange={(event) => setZone(event.target.value)} />
      <Field label={t("email")} value={mine.email} readOnly />
      <Button type="submit" look="primary" busy={attempt.busy}>
        {t("saveProfile")}
      </Button>
    </form>
  );
}
