/** One's own pages: profile, password, appearance, notifications, sessions. */
import { account as t } from "../../texts/en/account";
import { Page } from "../../ui/Page";
import { Notifications } from "../notifications/Notifications";
import { Appearance } from "./Appearance";
import { Password } from "./Password";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";

const PARTS = [
  ["profile", "profile", Profile],
  ["password", "password", Password],
  ["appearance", "appearance", Appearance],
  ["notifications", "notifications", Notifications],
  ["sessions", "sessions", Sessions],
] as const;

export function Account({ page }: { page: string }) {
  const [chosen, , Part] = PARTS.find(([name]) => name === page) ?? PARTS[0];
  return (
    <Page
      title={t("title")}
      parts={PARTS.map(([name, label]) => ({ href: `/account/${name}`, label: t(label), current: name === chosen }))}
    >
      <Part />
    </Page>
  );
}
