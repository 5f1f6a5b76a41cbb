/** Theme and density, on this device. */

import { type Appearance as Choice, setAppearance, useAppearance } from "../../ui/appearance";
import { Select } from "../../ui/Field";
import { Section } from "../../ui/Page";

export function Appearance() {
  const { theme, density } = useAppearance();
  return (
    <Section title="Appearance">
      <form>
        <Select label="Theme" value={theme} onChange={(event) => setAppearance({ theme: event.target.value as Choice["theme"] })}>
          <option value="system">Follow the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </Select>
        <Select
          label="Density"
          hint="Kept on this device."
          value={density}
          onChange={(event) => setAppearance({ density: event.target.value as Choice["density"] })}
        >
          <option value="comfortable">Comfortable</option>
          <option value="compact">Compact</option>
        </Select>
      </form>
    </Section>
  );
}
