/** Settings: whether and how one is told on this device. */
import { BellOff, BellRing, CircleMinus } from "lucide-react";
import { useState } from "react";
import { isOutside } from "../../state/status";
import { worker } from "../../state/worker";
import { useWorld } from "../../state/world";
import { account } from "../../texts/en/account";
import { notices } from "../../texts/en/notices";
import { notifications as t } from "../../texts/en/notifications";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Section } from "../../ui/Page";
import { Switch } from "../../ui/Switch";
import { PushSettings } from "../push/PushSettings";
import { useStatus } from "../status/useStatus";
import { wordsOf } from "../status/words";
import { setDevice, useDevice } from "./device";
import { HoursSettings } from "./HoursSettings";
import { Keywords } from "./Keywords";
import { MissedSettings } from "./MissedSettings";
import styles from "./Notifications.module.css";
import { askPermission, type Permission, usePermission } from "./permission";
import { ring } from "./sound";
import { tryOut } from "./telling";

export function Notifications() {
  return (
    <>
      <Section title={account("notifications")}>
        <p className={styles.intro}>{t("intro")}</p>
      </Section>
      <Keywords />
      <HoursSettings />
      <Section title={t("here")}>
        <Here />
      </Section>
      <PushSettings />
      <MissedSettings />
    </>
  );
}

/** While Workloop is open. */
function Here() {
  const permission = usePermission();
  const { on, words, sound } = useDevice();
  const status = useStatus(useWorld((world) => world.account?.id));
  const quiet = status?.quiet ? status : null;
  const outside = useWorld(isOutside);
  const [unanswered, setUnanswered] = useState(false);
  const shows = permission === "granted" && on === true;
  const turn = async (wanted: boolean) => {
    setUnanswered(false);
    if (!wanted) return setDevice({ on: false });
    const answer = await askPermission();
    setUnanswered(answer === "ask");
    if (answer !== "granted") return;
    // Whoever turns them on for the first time hears them too.
    setDevice({ on: true, sound: on === null || sound });
    void worker().catch(() => undefined);
  };
  return (
    <div className={styles.here}>
      <Obstacle permission={permission} />
      {quiet && <Banner icon={<CircleMinus size={18} />}>{t("quietNow", { status: wordsOf(quiet) })}</Banner>}
      {outside && <Banner icon={<CircleMinus size={18} />}>{notices("outside")}</Banner>}
      <Switch
        label={t("on")}
        hint={t("onHint")}
        checked={shows}
        disabled={permission === "unsupported" || permission === "blocked"}
        onChange={(wanted) => void turn(wanted)}
      />
      {unanswered && <Banner tone="warning">{t("unanswered")}</Banner>}
      {shows && <Switch label={t("words")} hint={t("wordsHint")} checked={words} onChange={(to) => setDevice({ words: to })} />}
      <Switch
        label={t("sound")}
        hint={t("soundHint")}
        checked={sound}
        onChange={(to) => {
          setDevice({ sound: to });
          if (to) void ring();
        }}
      />
      {shows && <Try />}
      <p className={styles.kept}>{t("kept")}</p>
    </div>
  );
}

/** What keeps the browser from showing any, and what can be done. */
function Obstacle({ permission }: { permission: Permission }) {
  if (permission === "unsupported")
    return (
      <Banner icon={<BellOff size={18} />}>
        <p>{t("unsupported")}</p>
        {!isSecureContext && <p>{t("insecure")}</p>}
      </Banner>
    );
  if (permission !== "blocked") return null;
  return (
    <Banner tone="warning" icon={<BellOff size={18} />}>
      <p>
        <strong>{t("blocked")}</strong>
      </p>
      <p>{t("unblock")}</p>
    </Banner>
  );
}

function Try() {
  const [came, setCame] = useState<"sent" | "notSent" | null>(null);
  const send = () =>
    tryOut().then(
      () => setCame("sent"),
      () => setCame("notSent"),
    );
  return (
    <div className={styles.try}>
      <Button onClick={() => void send()}>
        <BellRing size={16} /> {t("test")}
      </Button>
      <p role="status">{came && t(came)}</p>
    </div>
  );
}
