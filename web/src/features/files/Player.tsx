/**
 * Film and sound, by the browser's own players. Nothing plays by itself, and only what a
 * player needs to know its length is fetched before. Signed addresses end after minutes, a
 * film may not: a player that is refused gets another address and goes on where it was.
 */
import { useEffect, useRef, useState } from "react";
import type { File } from "../../api/types";
import { freshLink, useLink } from "../../state/links";
import { files as t } from "../../texts/en/files";
import style from "./Player.module.css";

/** Refused again so soon: it isn't the address. */
const AGAIN_MS = 5_000;
/** A recording without a length is read to its end to find it, when it's no larger. */
const MEASURED_BYTES = 8_000_000;
const FAR_SECONDS = 1e7;

interface Props {
  file: File;
  kind: "video" | "audio";
}

export default function Player({ file, kind }: Props) {
  const link = useLink(file.id);
  // Kept while it works: another address would begin anew.
  const [source, setSource] = useState(link);
  const [broken, setBroken] = useState(false);
  const element = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const back = useRef<{ at: number; plays: boolean } | null>(null);
  const failedAt = useRef(0);
  const measuring = useRef(false);
  useEffect(() => {
    if (link) setSource((before) => before ?? link);
  }, [link]);

  const renew = async () => {
    const player = element.current;
    if (!player) return;
    if (Date.now() - failedAt.current < AGAIN_MS) return setBroken(true);
    failedAt.current = Date.now();
    back.current = { at: player.currentTime, plays: !player.paused };
    const url = await freshLink(file.id).catch(() => null);
    if (!url) return setBroken(true);
    if (url === source) player.load();
    else setSource(url);
  };

  const measured = () => {
    const player = element.current;
    if (!player) return;
    const { at, plays } = back.current ?? { at: 0, plays: false };
    back.current = null;
    if (at > 0) player.currentTime = at;
    if (plays) void player.play().catch(() => undefined);
    // What a browser recorded doesn't say how long it is, until its end was seen.
    if (player.duration === Number.POSITIVE_INFINITY && file.size <= MEASURED_BYTES && at === 0) {
      measuring.current = true;
      player.currentTime = FAR_SECONDS;
    }
  };

  const moved = () => {
    const player = element.current;
    if (!player || !measuring.current || !Number.isFinite(player.duration)) return;
    measuring.current = false;
    player.currentTime = 0;
  };

  if (broken) return <p className={style.broken}>{t("cantPlay")}</p>;
  const Element = kind;
  return (
    <Element
      ref={element}
      className={style[kind]}
      src={source ?? undefined}
      aria-label={file.alt || file.name}
      controls
      playsInline={kind === "video" ? true : undefined}
      preload="metadata"
      onPlay={(event) => others(event.currentTarget)}
      onLoadedMetadata={measured}
      onSeeked={moved}
      onDurationChange={moved}
      onError={() => void renew()}
    />
  );
}

/** One at a time is heard. */
function others(playing: HTMLMediaElement) {
  for (const it of document.querySelectorAll<HTMLMediaElement>("audio, video")) if (it !== playing) it.pause();
}
