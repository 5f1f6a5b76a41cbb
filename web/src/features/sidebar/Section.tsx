/** A group of conversations under a heading that folds it away. */
import { ChevronDown, Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { unread } from "../../state/live";
import { arrange, arrangement, type Section as Own } from "../../state/preferences";
import { type Place, useWorld, world } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { IconButton } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import { CHANNELS, DIRECTS, placesIn, STARRED } from "../places";
import { Row } from "./Row";
import styles from "./Sidebar.module.css";

/** Ids in the order that is kept for now; null where the lists' own counts. */
export type Still = readonly string[] | null;

const titleOf = (id: string) => t(id === STARRED ? "starred" : id === CHANNELS ? "channels" : "directs");

interface Props {
  id: string;
  own: readonly Own[];
  open: string | null;
  onlyUnread: boolean;
  still: Still;
  action: ReactNode;
  onEdit: (section: string) => void;
}

export function Section({ id, own, open, onlyUnread, still, action, onEdit }: Props) {
  const places = useWorld(placesIn(id));
  const folded = useWorld((world) => arrangement(world).folded.includes(id));
  const mine = own.find((it) => it.id === id);
  if (id === STARRED && places.length === 0) return null;
  const title = mine?.name ?? titleOf(id);
  const short = folded || onlyUnread;
  const shown = inOrderOf(still, places).filter((it) => !short || unread(it) > 0 || it.channel.id === open);
  const none = onlyUnread ? t("noneUnread") : own.length > 0 ? t("noneInSection") : t(id === DIRECTS ? "noDirects" : "noChannels");
  return (
    <section aria-label={title}>
      <div className={styles.heading}>
        <h2>
          <button type="button" className={styles.fold} aria-expanded={!folded} onClick={() => fold(id, !folded)}>
            <ChevronDown size={14} className={styles.chevron} aria-hidden />
            <span className={styles.name} dir="auto">
              {title}
            </span>
          </button>
        </h2>
        {mine ? (
          <IconButton label={t("editSection", { section: title })} icon={<Ellipsis size={16} />} onClick={() => onEdit(id)} />
        ) : (
          action
        )}
      </div>
      {shown.length === 0 && !folded && <p className={styles.none}>{none}</p>}
      <ul className={styles.list}>
        {shown.map((place) => (
          <Row key={place.channel.id} place={place} open={open === place.channel.id} />
        ))}
      </ul>
    </section>
  );
}

function fold(id: string, away: boolean) {
  const others = arrangement(world).folded.filter((it) => it !== id);
  arrange({ folded: away ? [...others, id] : others }).catch(() => toast(t("notArranged")));
}

function inOrderOf(still: Still, places: readonly Place[]): readonly Place[] {
  if (!still) return places;
  const at = new Map(still.map((id, index) => [id, index]));
  const where = (it: Place) => at.get(it.channel.id) ?? still.length;
  return [...places].sort((a, b) => where(a) - where(b));
}
