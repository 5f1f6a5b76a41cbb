/** Who somebody is: beside whatever one was reading. */
import { MessageSquare, UserPen, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { openDirect } from "../../state/channels";
import { liveGroups } from "../../state/groups";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { profile as t } from "../../texts/en/profile";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { useAttempt } from "../attempt";
import { useStatus } from "../status/useStatus";
import { wordsOf } from "../status/words";
import { Face } from "./Face";
import { localTime } from "./localtime";
import styles from "./Profile.module.css";

const MINUTE_MS = 60_000;

export function Profile({ user, onClose }: { user: string; onClose: () => void }) {
  const person = useWorld((world) => world.people.get(user));
  const presence = useWorld((world) => world.presence.get(user) ?? "offline");
  const mine = useWorld((world) => world.account?.id === user);
  const groups = useWorld(liveGroups).filter((it) => it.people.includes(user));
  const status = useStatus(user);
  const now = useNow();
  const [, go] = useLocation();
  const attempt = useAttempt();
  const zone = person ? localTime(person.time_zone, now) : null;
  return (
    <Pane level={2} title={t("title")} after={<IconButton label={t("close")} icon={<X size={18} />} onClick={onClose} />}>
      {person ? (
        <div className={styles.profile}>
          {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
          <Face user={user} size={120} />
          <div>
            <h3 dir="auto">{person.name}</h3>
            <p className={styles.quiet} dir="auto">
              @{person.handle}
            </p>
            {person.title && <p dir="auto">{person.title}</p>}
          </div>
          {!person.active && <Banner>{t("gone", { name: person.name })}</Banner>}
          <dl>
            {status && (
              <Fact term={t("status")}>
                <span dir="auto">{wordsOf(status, now)}</span>
              </Fact>
            )}
            {person.active && <Fact term={t("presence")}>{general("presence", { state: presence })}</Fact>}
            {zone && (
              <Fact term={t("localTime")}>
                {zone.time}
                {zone.hours && (
                  <span className={styles.quiet}>
                    {" "}
                    {zone.ahead ? t("ahead", { hours: zone.hours }) : t("behind", { hours: zone.hours })}
                  </span>
                )}
              </Fact>
            )}
            {groups.length > 0 && (
              <Fact term={t("groups")}>
                {groups.map((group) => (
                  <span key={group.id} className={styles.group} dir="auto">
                    {group.name} <span className={styles.quiet}>@{group.handle}</span>
                  </span>
                ))}
              </Fact>
            )}
            {person.role !== "member" && <Fact term={t("role")}>{t("roleIs", { role: person.role })}</Fact>}
          </dl>
          {mine ? (
            <Button onClick={() => go("/account/profile")}>
              <UserPen size={16} /> {t("edit")}
            </Button>
          ) : (
            person.active && (
              <Button busy={attempt.busy} onClick={() => void attempt.run(async () => go(`/c/${await openDirect([user])}`))}>
                <MessageSquare size={16} /> {t("message")}
              </Button>
            )
          )}
        </div>
      ) : (
        <EmptyState title={t("unknown")}>{t("unknownHint")}</EmptyState>
      )}
    </Pane>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The time, by the minute. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
