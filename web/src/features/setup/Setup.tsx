/** First run, in three steps: the administrator, the workspace, the invite link. The code
 * from the server's log proves that the visitor owns the server. */
import { useState } from "react";
import { request } from "../../api/request";
import { general } from "../../texts/en/general";
import { setup as t } from "../../texts/en/setup";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Front } from "../../ui/Front";
import { AttemptForm } from "../AttemptForm";
import { useAttempt } from "../attempt";
import { InviteLink } from "../tour/InviteLink";
import { Steps } from "./Steps";

const FIELDS = ["code", "name", "email", "password", "workspace"];
const SHORTEST_PASSWORD = 10;

export function Setup({ onDone }: { onDone: () => void }) {
  const [step, setStep] = useState(1);
  const [code, setCode] = useState(() => new URLSearchParams(location.search).get("code") ?? "");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [workspace, setWorkspace] = useState("");
  const attempt = useAttempt(FIELDS);

  const create = async () => {
    try {
      await request("POST", "/setup", {
        code: code.trim(),
        name: name.trim(),
        email: email.trim(),
        password,
        workspace: workspace.trim(),
      });
      setStep(3);
    } catch (error) {
      if (error instanceof Error && "field" in error && error.field !== "workspace" && error.field !== null) setStep(1);
      throw error;
    }
  };

  if (step === 1)
    return (
      <Front title={t("title")} lead={t("lead")}>
        <Steps now={1} of={3} />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setStep(2);
          }}
        >
          {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
          <Field
            label={t("code")}
            hint={t("codeHint")}
            autoComplete="one-time-code"
            spellCheck={false}
            required
            value={code}
            error={attempt.at("code")}
            onChange={(event) => setCode(event.target.value)}
          />
          <Field
            label={t("yourName")}
            autoComplete="name"
            maxLength={80}
            required
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
            hint={t("passwordLonger", { least: SHORTEST_PASSWORD })}
            minLength={SHORTEST_PASSWORD}
            required
            value={password}
            error={attempt.at("password")}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button type="submit" look="primary" wide>
            {t("continue")}
          </Button>
        </form>
      </Front>
    );
  if (step === 2)
    return (
      <Front title={t("nameIt")} lead={t("nameItLead")}>
        <Steps now={2} of={3} />
        <AttemptForm
          attempt={attempt}
          submit={t("createWorkspace")}
          wide
          onSubmit={create}
          below={
            <Button look="quiet" wide onClick={() => setStep(1)}>
              {general("back")}
            </Button>
          }
        >
          <Field
            label={t("workspaceName")}
            maxLength={80}
            required
            autoFocus
            value={workspace}
            error={attempt.at("workspace")}
            onChange={(event) => setWorkspace(event.target.value)}
          />
        </AttemptForm>
      </Front>
    );
  return (
    <Front title={t("bring")} lead={t("bringLead", { workspace })}>
      <Steps now={3} of={3} />
      <InviteLink />
      <Button look="primary" wide onClick={onDone}>
        {t("open", { workspace })}
      </Button>
    </Front>
  );
}
