/** The workspace's own settings. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { useAttempt } from "../attempt";
import type { Workspace } from "../workspace";

export function WorkspaceSettings({ workspace }: { workspace: Workspace }) {
  const [name, setName] = useState(workspace.name);
  const attempt = useAttempt(["name"]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      await request("PATCH", `/workspaces/${workspace.id}`, { name: name.trim() });
      toast("Workspace saved.");
    });
  };
  return (
    <Section title="Workspace">
      <form onSubmit={save}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label="Name"
          required
          maxLength={80}
          value={name}
          error={attempt.at("name")}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" busy={attempt.busy}>
          Save
        </Button>
      </form>
    </Section>
  );
}
