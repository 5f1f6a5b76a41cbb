/** Signing in, and every way it can fail. */
import { useState } from "react";
import { Link } from "wouter";
import { request } from "../../api/request";
import { app as t } from "../../texts/en/app";
import { general } from "../../texts/en/general";
import { Field } from "../../ui/Field";
import { Front } from "../../ui/Front";
import { AttemptForm } from "../AttemptForm";
import { useAttempt } from "../attempt";

/** `sendsMail`: a forgotten password is set anew by a link. */
export function SignIn({ sendsMail, onDone }: { sendsMail: boolean; onDone: () => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useAttempt();
  const submit = async () => {
    await request("POST", "/session", { email: email.trim(), password });
    onDone();
  };
  return (
    <Front
      title={general("signIn")}
      foot={
        <>
          <p>{sendsMail ? <Link href="/reset">{t("forgotPassword")}</Link> : `${t("forgotPassword")} ${t("forgotAsk")}`}</p>
          <p>{t("noAccount")}</p>
        </>
      }
    >
      <AttemptForm
        attempt={attempt}
        message={attempt.refused?.status === 401 ? t("wrongPassword") : attempt.message}
        submit={general("signIn")}
        wide
        onSubmit={submit}
      >
        <Field
          label={t("email")}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label={t("password")}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </AttemptForm>
    </Front>
  );
}
