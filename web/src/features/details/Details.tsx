/** What a conversation is: its topic and purpose, its people, one's own settings in it. */
import { Archive, ArchiveRestore, Bell, BellOff, FolderOpen, LogOut, Star, StarOff, X } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { changeChannel, changeMembership, leaveChannel } from "../../state/channels";
import { arrange, arrangement, moved } from "../../state/preferences";
import { type Place, useWorld } from "../../state/world";
import { details as t } from "../../texts/en/details";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/EmptyState";
import { Select } from "../../ui/Field";
import { Pane } from "../../ui/Pane";
import { type Attempt, useAttempt } from "../attempt";
import { isDirect, nameOf } from "../places";
import { About } from "./About";
import styles from "./Details.module.css";
import { Members } from "./Members";
import { Pins } from "./Pins";

export function Details({ channel, onClose }: { channel: string; onClose: () => void }) {
  const place = useWorld((world) => world.places.get(channel));
  const attempt = useAttempt();
  return (
    <Pane level={2} title={t("title")} after={<IconButton label={t("close")} icon={<X size={18} />} onClick={onClose} />}>
      {place ? (
        <div className={styles.details}>
          {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
          <Own place={place} attempt={attempt} />
          {!isDirect(place) && <About key={place.channel.id} channel={place.channel} />}
          <Pins channel={channel} />
          <Members place={place} />
          {!isDirect(place) && <Ends place={place} />}
        </div>
      ) : (
        <EmptyState title={t("notInside")}>{t("notInsideHint")}</EmptyState>
      )}
    </Pane>
  );
}

/** What concerns only oneself. */
function Own({ place, attempt }: { place: Place; attempt: Attempt }) {
  const { starred, muted, level, channel } = place.membership;
  const { sections } = useWorld(arrangement);
  const [, go] = useLocation();
  const change = (to: Parameters<typeof changeMembership>[1]) => void attempt.run(() => changeMembership(channel, to));
  return (
    <section className={styles.own} aria-label={t("yourSettings")}>
      <Button aria-pressed={starred} onClick={() => change({ starred: !starred })}>
        {starred ? <StarOff size={16} /> : <Star size={16} />}
        {starred ? t("unstar") : t("star")}
      </Button>
      <Button aria-pressed={muted} onClick={() => change({ muted: !muted })}>
        {muted ? <Bell size={16} /> : <BellOff size={16} />}
        {muted ? t("unmute") : t("mute")}
      </Button>
      <Button onClick={() => go(`/c/${channel}/files`)}>
        <FolderOpen size={16} /> {t("files")}
      </Button>
      <Select label={t("tellMe")} value={level} onChange={(event) => change({ level: event.target.value as typeof level })}>
        <option value="all">{t("tellAll")}</option>
        <option value="mentions">{t("tellMentions")}</option>
        <option value="nothing">{t("tellNothing")}</option>
      </Select>
      {sections.length > 0 && (
        <Select
          label={t("section")}
          value={sections.find((it) => it.channels.includes(channel))?.id ?? ""}
          onChange={(event) => {
            const to = event.target.value || null;
            void attempt.run(() => arrange({ sections: moved(sections, channel, to) }));
          }}
        >
          <option value="">{t("noSection")}</option>
          {sections.map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
        </Select>
      )}
    </section>
  );
}

/** Leaving, archiving and opening again. */
function Ends({ place }: { place: Place }) {
  const [asking, setAsking] = useState<"leave" | "archive" | null>(null);
  const stays = useWorld((world) => world.workspace?.default_channel === place.channel.id);
  const manages = useWorld((world) => world.role === "admin" || world.role === "owner" || place.channel.creator === world.account?.id);
  const name = useWorld((world) => nameOf(world, place));
  const attempt = useAttempt();
  const [, go] = useLocation();
  const { id, archived, kind } = place.channel;
  if (stays) return <p className={styles.quiet}>{t("stays")}</p>;
  const run = () =>
    void attempt.run(async () => {
      if (asking === "archive") await changeChannel(id, { archived: true });
      else await leaveChannel(id);
      setAsking(null);
      if (asking === "leave") go("/");
    });
  return (
    <section className={styles.ends} aria-label={t("ends")}>
      <Button look="danger" onClick={() => setAsking("leave")}>
        <LogOut size={16} /> {t("leaveChannel")}
      </Button>
      {manages && !archived && (
        <Button look="danger" onClick={() => setAsking("archive")}>
          <Archive size={16} /> {t("archiveChannel")}
        </Button>
      )}
      {manages && archived && (
        <Button busy={attempt.busy} onClick={() => void attempt.run(() => changeChannel(id, { archived: false }))}>
          <ArchiveRestore size={16} /> {t("openAgain")}
        </Button>
      )}
      {attempt.message && !asking && <Banner tone="danger">{attempt.message}</Banner>}
      {asking && (
        <Dialog title={t(asking === "leave" ? "leaveAsk" : "archiveAsk", { channel: name })} onClose={() => setAsking(null)}>
          <p>{asking === "archive" ? t("archiveHint") : kind === "private" ? t("leavePrivateHint") : t("leaveHint")}</p>
          {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
          <Actions>
            <Button onClick={() => setAsking(null)}>{asking === "leave" ? t("stay") : t("keepOpen")}</Button>
            <Button look="danger" busy={attempt.busy} onClick={run}>
              {asking === "leave" ? t("leave") : t("archive")}
            </Button>
          </Actions>
        </Dialog>
      )}
    </section>
  );
}
