/** The workspace's own settings. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { useLink } from "../../state/links";
import { admin as t } from "../../texts/en/admin";
import { general } from "../../texts/en/general";
import { Avatar } from "../../ui/Avatar";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { Picture } from "../account/Picture";
import { useAttempt } from "../attempt";
import type { Workspace } from "../workspace";

export function WorkspaceSettings({ workspace }: { workspace: Workspace }) {
  const [name, setName] = useState(workspace.name);
  const [icon, setIcon] = useState(workspace.icon);
  const src = useLink(icon, 160);
  const keep = async (file: string | null) => {
    await request("PATCH", `/workspaces/${workspace.id}`, { icon: file });
    setIcon(file);
  };
  const attempt = useAttempt(["name"]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      await request("PATCH", `/workspaces/${workspace.id}`, { name: name.trim() });
      toast(t("saved"));
    });
  };
  return (
    <Section title={t("workspace")}>
      <Picture
        label={t("icon")}
        add={t("addIcon")}
        change={t("changeIcon")}
        shown={<Avatar name={name} id={workspace.id} size={56} src={src ?? undefined} />}
        has={icon !== null}
        keep={keep}
      />
      <form onSubmit={save}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label={t("name")}
          required
          maxLength={80}
          value={name}
          error={attempt.at("name")}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" busy={attempt.busy}>
          {general("save")}
        </Button>
      </form>
    </Section>
  );
}
