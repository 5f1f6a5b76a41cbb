/** Says when the connection is gone for longer than a blink, what is safe, and that a
 * session ended; the page beneath stays. */
import { useEffect, useState } from "react";
import { reconnect } from "../state/session";
import { useWorld } from "../state/world";
import { app as t } from "../texts/en/app";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import { Actions, Dialog } from "../ui/Dialog";
import { Ring } from "../ui/Ring";
import { paths } from "./paths";

/** A drop shorter than this isn't worth a word. */
const QUIET_MS = 5_000;

export function Connection() {
  const link = useWorld((world) => world.link);
  const waiting = useWorld((world) => world.outbox.length);
  const [now, look] = useState(Date.now);
  const connecting = link.is === "connecting";
  useEffect(() => {
    if (!connecting) return;
    look(Date.now());
    const timer = setInterval(() => look(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [connecting]);
  if (link.is === "signed-out") return <Ended />;
  if (link.is === "open") return null;
  const kept = waiting === 0 ? "" : ` ${t("waiting", { count: waiting })}`;
  if (!navigator.onLine)
    return (
      <Banner tone="warning" icon={<Ring state="dotted" />}>
        {t("offline")}
        {kept}
      </Banner>
    );
  if (now - link.since < QUIET_MS) return null;
  const left = link.retryAt === null ? 0 : Math.max(0, Math.ceil((link.retryAt - now) / 1_000));
  return (
    <Banner tone="warning" icon={<Ring state="turning" />} action={<Button onClick={reconnect}>{t("retryNow")}</Button>}>
      {left > 1 ? t("reconnectingIn", { seconds: left }) : t("reconnecting")}
      {kept}
    </Banner>
  );
}

function Ended() {
  return (
    <Dialog title={t("sessionEnded")} fixed onClose={() => undefined}>
      <p>{t("sessionEndedWhy")}</p>
      <Actions>
        <Button look="primary" onClick={() => location.assign(paths.signin)}>
          {t("signInAgain")}
        </Button>
      </Actions>
    </Dialog>
  );
}
