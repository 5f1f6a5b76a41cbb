/** Wanting no more e-mail, by the link in one: asked once more, since programs look at links too. */
import { useState } from "react";
import { Link } from "wouter";
import { request } from "../../api/request";
import { general } from "../../texts/en/general";
import { notices as t } from "../../texts/en/notices";
import { Front } from "../../ui/Front";
import { AttemptForm } from "../AttemptForm";
import { useAttempt } from "../attempt";

export function Unsubscribe() {
  const [code] = useState(() => location.hash.slice(1));
  const [done, setDone] = useState(false);
  const attempt = useAttempt(["code"]);
  const away = <Link href="/">{general("backToApp")}</Link>;
  const leave = async () => {
    await request("POST", `/unsubscribe/${encodeURIComponent(code)}`);
    setDone(true);
  };
  if (done)
    return (
      <Front title={t("left")} lead={t("leaveLead")}>
        {away}
      </Front>
    );
  if (!code || attempt.at("code"))
    return (
      <Front title={t("badLink")} lead={t("badLinkWhy")}>
        {away}
      </Front>
    );
  return (
    <Front title={t("leaveTitle")} lead={t("leaveLead")} foot={away}>
      <AttemptForm attempt={attempt} submit={t("leave")} wide onSubmit={leave}>
        {null}
      </AttemptForm>
    </Front>
  );
}
