/** Settings: whether an e-mail says what was missed, how soon, and how much. */
import { useEffect, useState } from "react";
import { request } from "../../api/request";
import type { Notices } from "../../api/types";
import { notices, setNotices } from "../../state/notices";
import { useWorld } from "../../state/world";
import { notices as t } from "../../texts/en/notices";
import { Banner } from "../../ui/Banner";
import { Select } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { Switch } from "../../ui/Switch";
import { useAttempt } from "../attempt";
import styles from "./Notices.module.css";

export function MissedSettings() {
  const { missed, excerpts } = useWorld(notices);
  const known = useWorld((it) => it.account !== null);
  const attempt = useAttempt();
  const [sendsMail, setSendsMail] = useState(true);
  useEffect(() => {
    request<{ mail: boolean }>("GET", "/status").then(
      (status) => setSendsMail(status.mail),
      () => undefined,
    );
  }, []);
  const choose = (change: Partial<Notices>) => void attempt.run(() => setNotices(change));
  return (
    <Section title={t("mail")}>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      {sendsMail ? (
        <div className={styles.settings}>
          <Select
            label={t("missed")}
            hint={t("missedHint")}
            value={missed}
            disabled={!known}
            onChange={(event) => choose({ missed: event.target.value as Notices["missed"] })}
          >
            <option value="never">{t("never")}</option>
            <option value="soon">{t("soon")}</option>
            <option value="hourly">{t("hourly")}</option>
            <option value="daily">{t("daily")}</option>
          </Select>
          {missed !== "never" && (
            <Switch label={t("excerpts")} hint={t("excerptsHint")} checked={excerpts} onChange={(to) => choose({ excerpts: to })} />
          )}
        </div>
      ) : (
        <p className={styles.hint}>{t("noMail")}</p>
      )}
    </Section>
  );
}
