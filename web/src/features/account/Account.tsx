/** One's own pages: profile, password, appearance, sessions. */
import { Page } from "../../ui/Page";
import { Appearance } from "./Appearance";
import { Password } from "./Password";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";

const PARTS = [
  ["profile", "Profile", Profile],
  ["password", "Password", Password],
  ["appearance", "Appearance", Appearance],
  ["sessions", "Sessions and tokens", Sessions],
] as const;

export function Account({ page }: { page: string }) {
  const [chosen, , Part] = PARTS.find(([name]) => name === page) ?? PARTS[0];
  return (
    <Page title="Your account" parts={PARTS.map(([name, label]) => ({ href: `/account/${name}`, label, current: name === chosen }))}>
      <Part />
    </Page>
  );
}
