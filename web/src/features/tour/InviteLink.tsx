/** Makes an invite link on demand and lets one copy it. */
import { useState } from "react";
import { request } from "../../api/request";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { useAttempt } from "../attempt";
import { firstWorkspace } from "../workspace";

const WEEK_HOURS = 7 * 24;

export function InviteLink({ onMade }: { onMade?: () => void }) {
  const [url, setUrl] = useState("");
  const attempt = useAttempt();
  const make = () =>
    attempt.run(async () => {
      const { workspace } = await firstWorkspace();
      const made = await request<{ url: string }>("POST", `/workspaces/${workspace.id}/invites`, { role: "member", hours: WEEK_HOURS });
      setUrl(made.url);
      onMade?.();
    });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      toast("Invite link copied.");
    } catch {
      toast("The browser didn't allow copying. Select the link and copy it by hand.");
    }
  };
  if (!url)
    return (
      <>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Button wide busy={attempt.busy} onClick={() => void make()}>
          Create an invite link
        </Button>
      </>
    );
  return (
    <>
      <Field
        label="Invite link"
        hint="Works for seven days. Revoke it any time under Administration."
        readOnly
        value={url}
        onFocus={(event) => event.target.select()}
      />
      <Button wide onClick={() => void copy()}>
        Copy link
      </Button>
    </>
  );
}
