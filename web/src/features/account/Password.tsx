/** Changing one's password; other sessions end. */
import { useState } from "react";
import { request } from "../../api/request";
import { account as t } from "../../texts/en/account";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { AttemptForm } from "../AttemptForm";
import { useAttempt } from "../attempt";

export function Password() {
  const [current, setCurrent] = useState("");
  const [wanted, setWanted] = useState("");
  const attempt = useAttempt(["current", "new", "password"]);
  const save = async () => {
    await request("POST", "/account/password", { current, new: wanted });
    setCurrent("");
    setWanted("");
    toast(t("passwordChanged"));
  };
  return (
    <Section title={t("password")}>
      <AttemptForm attempt={attempt} submit={t("changePassword")} onSubmit={save}>
        <Field
          label={t("currentPassword")}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          error={attempt.at("current")}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <Field
          label={t("newPassword")}
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          hint={t("newPasswordHint")}
          value={wanted}
          error={attempt.at("new") ?? attempt.at("password")}
          onChange={(event) => setWanted(event.target.value)}
        />
      </AttemptForm>
    </Section>
  );
}
