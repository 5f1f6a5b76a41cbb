/** Theme, density and language, on this device. */
import { account as t } from "../../texts/en/account";
import { LANGUAGES, type Choice as Language } from "../../texts/languages";
import { type Appearance as Choice, setAppearance, setLanguage, useAppearance } from "../../ui/appearance";
import { Select } from "../../ui/Field";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/Toast";

export function Appearance() {
  const { theme, density, language } = useAppearance();
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
