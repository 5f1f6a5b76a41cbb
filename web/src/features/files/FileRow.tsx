/** A file in a list: what it looks like, who shared it where and when, and the way there. */
import { Download, FileText, Film, MessageSquareText, Music } from "lucide-react";
import { Link } from "wouter";
import type { SharedFile } from "../../api/types";
import { useLink } from "../../state/links";
import { useWorld } from "../../state/world";
import { filelist as t } from "../../texts/en/filelist";
import { general } from "../../texts/en/general";
import { IconButton } from "../../ui/Button";
import { isDirect, nameOf } from "../places";
import { when } from "../when";
import { kindOf } from "./kinds";
import styles from "./List.module.css";
import { thumbnailFor } from "./pictures";
import { save } from "./save";
import { sizeText } from "./size";

const THUMB = 44;

/** Where its message stands. */
export const addressOf = ({ channel, thread, seq }: SharedFile) => `/c/${channel}${thread ? `/t/${thread}` : ""}?at=${seq}`;

export function FileRow({ row, everywhere, onOpen }: { row: SharedFile; everywhere: boolean; onOpen: () => void }) {
  const { file } = row;
  const owner = useWorld((world) => world.people.get(file.owner)?.name ?? general("somebody"));
  const where = useWorld((world) => {
    const place = world.places.get(row.channel);
    if (!place) return t("aPublicChannel");
    return isDirect(place) ? t("messageWith", { name: nameOf(world, place) }) : `#${place.channel.name}`;
  });
  const about = { owner, time: when(file.created_at), size: sizeText(file.size) };
  return (
    <li className={styles.row}>
      <Thumb row={row} />
      <div className={styles.words}>
        <button type="button" className={styles.name} onClick={onOpen}>
          <span dir="auto">{file.name}</span>
          <span className="visually-hidden">{kindOf(file) === "other" ? t("toDownload") : t("toOpen")}</span>
        </button>
        <span className={styles.note}>{everywhere ? t("noteIn", { ...about, place: where }) : t("note", about)}</span>
      </div>
      <Link href={addressOf(row)} className={styles.go} aria-label={t("showFile", { file: file.name })} data-tip={t("showInConversation")}>
        <MessageSquareText size={16} />
      </Link>
      <IconButton label={t("download", { file: file.name })} icon={<Download size={16} />} onClick={() => void save(file)} />
    </li>
  );
}

function Thumb({ row: { file } }: { row: SharedFile }) {
  const kind = kindOf(file);
  const url = useLink(kind === "picture" ? file.id : null, thumbnailFor(file, THUMB * devicePixelRatio));
  const Icon = { video: Film, audio: Music, picture: FileText, text: FileText, other: FileText }[kind];
  return (
    <span className={styles.thumb} aria-hidden>
      {kind === "picture" ? (url || file.image) && <img src={url ?? file.image?.placeholder} alt="" /> : <Icon size={20} />}
    </span>
  );
}
