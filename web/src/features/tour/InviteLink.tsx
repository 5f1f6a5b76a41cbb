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

export function InviteLink() {
  const [url, setUrl] = useState("");
  const attempt = useAttempt();
  const make = () =>
    attempt.run(async () => {
      const { workspace } = await firstWorkspace();
      const made = await request<{ url: string }>("POST", `/workspaces/${workspace.id}/invites`, { role: "member", hours: WEEK_HOURS });
      setUrl(made.url);
    });
  if (url) return <MadeLink url={url} hint="Works for seven days. Revoke it any time under Administration." />;
  return (
    <>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Button wide busy={attempt.busy} onClick={() => void make()}>
        Create an invite link
      </Button>
    </>
  );
}

/** A link that is shown this once, with a button that copies it. */
export function MadeLink({ url, hint }: { url: string; hint: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      toast("Invite link copied.");
    } catch {
      toast("The browser didn't allow copying. Select the link and copy it by hand.");
    }
  };
  return (
    <>
      <Field label="Invite link" hint={hint} readOnly value={url} onFocus={(event) => event.target.select()} />
      <Button wide onClick={() => void copy()}>
        Copy link
      </Button>
    </>
  );
}
