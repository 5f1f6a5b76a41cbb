/** Theme, density and language, on this device; the sidebar's order, on all. */
import { arrange, arrangement, type Order } from "../../state/preferences";
import { useWorld } from "../../state/world";
import { account as t } from "../../texts/en/account";
import { LANGUAGES, type Choice as Language } from "../../texts/languages";
import { type Appearance as Choice, setAppearance, setLanguage, useAppearance } from "../../ui/appearance";
import { Select } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";
import { useAttempt } from "../attempt";

export function Appearance() {
  const { theme, density, language } = useAppearance();
  const { order } = useWorld(arrangement);
  // Before that, what is chosen could be kept nowhere.
  const known = useWorld((it) => it.account !== null);
  const attempt = useAttempt();
  return (
    <Section title={t("appearance")}>
      <form>
        <Select label={t("theme")} value={theme} onChange={(event) => setAppearance({ theme: event.target.value as Choice["theme"] })}>
          <option value="system">{t("system")}</option>
          <option value="light">{t("light")}</option>
          <option value="dark">{t("dark")}</option>
        </Select>
        <Select
          label={t("density")}
          value={density}
          onChange={(event) => setAppearance({ density: event.target.value as Choice["density"] })}
        >
          <option value="comfortable">{t("comfortable")}</option>
          <option value="compact">{t("compact")}</option>
        </Select>
        <Select
          label={t("order")}
          hint={t("orderHint")}
          value={order}
          disabled={!known}
          error={attempt.message || null}
          onChange={(event) => void attempt.run(() => arrange({ order: event.target.value as Order }))}
        >
          <option value="name">{t("orderName")}</option>
          <option value="recent">{t("orderRecent")}</option>
          <option value="unread">{t("orderUnread")}</option>
        </Select>
        <Select
          label={t("language")}
          hint={t("onThisDevice")}
          value={language}
          onChange={(event) => void setLanguage(event.target.value as Language).catch(() => toast(t("languageNotLoaded")))}
        >
          <option value="system">{t("asBrowser")}</option>
          {Object.entries(LANGUAGES).map(([code, { name, direction }]) => (
            <option key={code} value={code} lang={code} dir={direction}>
              {name}
            </option>
          ))}
        </Select>
      </form>
    </Section>
  );
}
