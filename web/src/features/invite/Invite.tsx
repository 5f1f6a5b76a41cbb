/** Accepting an invite: who asks whom where, then name, address and password. */
import { useEffect, useState } from "react";
import { Refused, request } from "../../api/request";
import { general } from "../../texts/en/general";
import { setup as t } from "../../texts/en/setup";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Field } from "../../ui/Field";
import { Front } from "../../ui/Front";
import { Skeleton } from "../../ui/Skeleton";
import { AttemptForm } from "../AttemptForm";
import { useAttempt } from "../attempt";

interface Preview {
  workspace_name: string;
  inviter_name: string;
  role: string;
}

const FIELDS = ["name", "email", "password"];

export function Invite({ code, onDone }: { code: string; onDone: () => void }) {
  const [preview, setPreview] = useState<Preview | Refused | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    let gone = false;
    const show = (to: Preview | Refused | null) => !gone && setPreview(to);
    show(null);
    request<Preview>("GET", `/invites/${encodeURIComponent(code)}`).then(show, (error: unknown) =>
      show(error instanceof Refused ? error : new Refused("unavailable", String(error))),
    );
    return () => {
      gone = true;
    };
  }, [code, round]);

  if (!preview)
    return (
      <Front title={t("opening")}>
        <Skeleton rows={4} label={t("opening")} />
      </Front>
    );
  if (preview instanceof Refused)
    return (
      <Front title={t("unusable")}>
        {preview.status === 404 || preview.status === 410 ? (
          <EmptyState title={t("expired")}>{t("expiredHint")}</EmptyState>
        ) : (
          <>
            <Banner tone="danger">{preview.detail}</Banner>
            <Button wide onClick={() => setRound(round + 1)}>
              {general("tryAgain")}
            </Button>
          </>
        )}
      </Front>
    );
  return <Join code={code} preview={preview} onDone={onDone} />;
}

function Join({ code, preview, onDone }: { code: string; preview: Preview; onDone: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useAttempt(FIELDS);
  const submit = async () => {
    await request("POST", `/invites/${encodeURIComponent(code)}`, { name: name.trim(), email: email.trim(), password });
    onDone();
  };
  return (
    <Front
      title={t("joinWorkspace", { workspace: preview.workspace_name })}
      lead={t(preview.role === "guest" ? "invitedAsGuest" : "invitedYou", { name: preview.inviter_name })}
      foot={
        <>
          {t("haveAccount")} <a href="/signin">{general("signIn")}</a>
        </>
      }
    >
      <AttemptForm attempt={attempt} submit={t("join")} wide onSubmit={submit}>
        <Field
          label={t("yourName")}
          autoComplete="name"
          maxLength={80}
          required
          autoFocus
          value={name}
          error={attempt.at("name")}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t("email")}
          type="email"
          autoComplete="username"
          required
          value={email}
          error={attempt.at("email")}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label={t("password")}
          type="password"
          autoComplete="new-password"
          minLength={10}
          hint={t("passwordHint", { least: 10 })}
          required
          value={password}
          error={attempt.at("password")}
          onChange={(event) => setPassword(event.target.value)}
        />
      </AttemptForm>
    </Front>
  );
}
