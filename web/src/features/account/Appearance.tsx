/** Theme and density, on this device. */

import { account as t } from "../../texts/en/account";
import { type Appearance as Choice, setAppearance, useAppearance } from "../../ui/appearance";
import { Select } from "../../ui/Field";
import { Section } from "../../ui/Page";

export function Appearance() {
  const { theme, density } = useAppearance();
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
          hint={t("onThisDevice")}
          value={density}
          onChange={(event) => setAppearance({ density: event.target.value as Choice["density"] })}
        >
          <option value="comfortable">{t("comfortable")}</option>
          <option value="compact">{t("compact")}</option>
        </Select>
      </form>
    </Section>
  );
}
