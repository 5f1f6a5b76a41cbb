/** A forgotten password: a link is asked for, and what it opens sets a new one. The code
 * stands behind the `#`, where no server and no log sees it. */
import { useState } from "react";
import { Link } from "wouter";
import { request } from "../../api/request";
import { account } from "../../texts/en/account";
import { app } from "../../texts/en/app";
import { general } from "../../texts/en/general";
import { reset as t } from "../../texts/en/reset";
import { setup } from "../../texts/en/setup";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Front } from "../../ui/Front";
import { AttemptForm } from "../AttemptForm";
import { useAttempt } from "../attempt";

const SHORTEST_PASSWORD = 10;

export function Reset() {
  const [code, setCode] = useState(() => location.hash.slice(1));
  const again = () => {
    // A link that is of no use any more isn't kept in the history.
    history.replaceState(null, "", location.pathname);
    setCode("");
  };
  return code ? <Choose code={code} onAgain={again} /> : <Ask />;
}

const back = () => <Link href="/signin">{t("back")}</Link>;

function Ask() {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const attempt = useAttempt(["email"]);
  const submit = async () => {
    await request("POST", "/password-reset", { email: email.trim() });
    setSent(true);
  };
  if (sent)
    return (
      <Front title={t("sentTitle")} lead={t("sent", { email: email.trim() })} foot={back()}>
        <p>{t("sentHint")}</p>
        <Button wide onClick={() => setSent(false)}>
          {t("askAgain")}
        </Button>
      </Front>
    );
  return (
    <Front title={t("title")} lead={t("lead")} foot={back()}>
      <AttemptForm attempt={attempt} submit={t("send")} wide onSubmit={submit}>
        <Field
          label={app("email")}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          error={attempt.at("email")}
          onChange={(event) => setEmail(event.target.value)}
        />
      </AttemptForm>
    </Front>
  );
}

function Choose({ code, onAgain }: { code: string; onAgain: () => void }) {
  const [wanted, setWanted] = useState("");
  const [done, setDone] = useState(false);
  const attempt = useAttempt(["new", "code"]);
  const submit = async () => {
    await request("PUT", "/password-reset", { code, new: wanted });
    setDone(true);
  };
  if (done)
    return (
      <Front title={t("done")} lead={t("doneWhy")}>
        <Link href="/signin">{general("signIn")}</Link>
      </Front>
    );
  if (attempt.at("code"))
    return (
      <Front title={t("ended")} lead={t("endedWhy")} foot={back()}>
        <Button look="primary" wide onClick={onAgain}>
          {t("askAgain")}
        </Button>
      </Front>
    );
  return (
    <Front title={t("chooseTitle")} lead={t("chooseLead")} foot={back()}>
      <AttemptForm attempt={attempt} submit={t("set")} wide onSubmit={submit}>
        <Field
          label={account("newPassword")}
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
          required
          autoFocus
          hint={setup("passwordLonger", { least: SHORTEST_PASSWORD })}
          value={wanted}
          error={attempt.at("new")}
          onChange={(event) => setWanted(event.target.value)}
        />
      </AttemptForm>
    </Front>
  );
}
