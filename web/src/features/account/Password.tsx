/** Changing one's password; other sessions end. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { account as t } from "../../texts/en/account";
import { general } from "../../texts/en/general";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { useAttempt } from "../attempt";

export function Password() {
  const [current, setCurrent] = useState("");
  const [wanted, setWanted] = useState("");
  const attempt = useAttempt(["current", "new", "password"]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      await request("POST", "/account/password", { current, new: wanted });
      setCurrent("");
      setWanted("");
      toast(t("passwordChanged"));
    });
  };
  return (
    <Section title={t("password")}>
      <form onSubmit={save}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
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
        <Button type="submit" look="primary" busy={attempt.busy} disabled={attempt.wait > 0}>
          {attempt.wait > 0 ? general("tryAgainIn", { seconds: attempt.wait }) : t("changePassword")}
        </Button>
      </form>
    </Section>
  );
}
