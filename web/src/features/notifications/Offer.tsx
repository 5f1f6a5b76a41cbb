/** Once something waited for one: a quiet word that notifications can be turned on. Asking is for the settings. */
import { BellRing, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useWorld } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { IconButton } from "../../ui/Button";
import { waitingInAll } from "../places";
import { setDevice, useDevice } from "./device";
import styles from "./Offer.module.css";
import { usePermission } from "./permission";

export function Offer() {
  const permission = usePermission();
  const { on, declined } = useDevice();
  const waits = useWorld((world) => waitingInAll(world) > 0);
  const [waited, setWaited] = useState(false);
  useEffect(() => setWaited((before) => before || waits), [waits]);
  if (!waited || permission !== "ask" || on !== null || declined) return null;
  return (
    <section className={styles.offer} aria-label={t("offer")}>
      <BellRing size={16} aria-hidden />
      <Link href="/account/notifications">{t("offer")}</Link>
      <IconButton label={t("decline")} icon={<X size={16} />} onClick={() => setDevice({ declined: true })} />
    </section>
  );
}
