/** Where one is signed in, and the personal tokens for scripts. */
import { type FormEvent, useState } from "react";
import { request } from "../../api/request";
import { account as t } from "../../texts/en/account";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Row, Section } from "../../ui/Page";
import { useAttempt } from "../attempt";
import { Load, useLoad } from "../load";
import { when } from "../when";
import { deviceName } from "./device";

interface Session {
  id: string;
  kind: "browser" | "token";
  label: string;
  seen_at: number;
  expires_at: number;
  current: boolean;
}

export function Sessions() {
  const sessions = useLoad<{ rows: Session[] }>("/sessions");
  const attempt = useAttempt();
  const end = (path: string) =>
    attempt.run(async () => {
      await request("DELETE", path);
      sessions.again();
    });
  return (
    <>
      <Section title={t("signedInHere")}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Load from={sessions}>
          {({ rows }) => (
            <>
              <ul>
                {rows.map(({ id, kind, label, seen_at, expires_at, current }) => (
                  <Row
                    key={id}
                    title={deviceName(label)}
                    note={current ? t("thisSession") : t("lastUsed", { seen: when(seen_at), ends: when(expires_at) })}
                  >
                    {!current && (
                      <Button look="grave" onClick={() => void end(`/sessions/${id}`)}>
                        {kind === "token" ? t("revoke") : t("signOut")}
                        <span className="visually-hidden"> {deviceName(label)}</span>
                      </Button>
                    )}
                  </Row>
                ))}
              </ul>
              {rows.length > 1 && <Button onClick={() => void end("/sessions")}>{t("endOthers")}</Button>}
            </>
          )}
        </Load>
      </Section>
      <NewToken onMade={sessions.again} />
    </>
  );
}

function NewToken({ onMade }: { onMade: () => void }) {
  const [label, setLabel] = useState("");
  const [days, setDays] = useState("90");
  const [token, setToken] = useState("");
  const attempt = useAttempt(["label", "days"]);
  const make = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      const made = await request<{ token: string }>("POST", "/tokens", { label: label.trim(), days: Number(days) });
      setToken(made.token);
      setLabel("");
      onMade();
    });
  };
  return (
    <Section title={t("newToken")}>
      <form onSubmit={make}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        {token && (
          <Field label={t("yourToken")} hint={t("yourTokenHint")} readOnly value={token} onFocus={(event) => event.target.select()} />
        )}
        <Field
          label={t("tokenPurpose")}
          required
          value={label}
          error={attempt.at("label")}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Field
          label={t("tokenDays")}
          type="number"
          min={1}
          max={365}
          required
          value={days}
          error={attempt.at("days")}
          onChange={(event) => setDays(event.target.value)}
        />
        <Button type="submit" busy={attempt.busy}>
          {t("createToken")}
        </Button>
      </form>
    </Section>
  );
}
