/** Makes an invite link on demand and lets one copy it. */
import { useState } from "react";
import { request } from "../../api/request";
import { tour as t } from "../../texts/en/tour";
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
  if (url) return <MadeLink url={url} hint={t("linkHint")} />;
  return (
    <>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Button wide busy={attempt.busy} onClick={() => void make()}>
        {t("createLink")}
      </Button>
    </>
  );
}

/** A link that is shown this once, with a button that copies it. */
export function MadeLink({ url, hint }: { url: string; hint: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      toast(t("linkCopied"));
    } catch {
      toast(t("noCopy"));
    }
  };
  return (
    <>
      <Field label={t("link")} hint={hint} readOnly value={url} onFocus={(event) => event.target.select()} />
      <Button wide onClick={() => void copy()}>
        {t("copyLink")}
      </Button>
    </>
  );
}
