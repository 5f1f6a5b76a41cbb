/** Who a group is: its name, its handle and its people. */
import { X } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import type { UserGroup } from "../../api/types";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { groups as t } from "../../texts/en/groups";
import { byName } from "../../texts/language";
import { IconButton } from "../../ui/Button";
import { Popover } from "../../ui/Popover";
import { Face } from "../people/Face";
import { ProfileLink } from "../people/ProfileLink";
import styles from "./Groups.module.css";

interface Props {
  group: UserGroup;
  beside: () => Element | null;
  onClose: () => void;
}

export default function GroupCard({ group, beside, onClose }: Props) {
  const known = useWorld((world) => world.people);
  const card = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => card.current?.focus(), []);
  const people = group.people
    .map((user) => known.get(user))
    .filter((it) => it?.active)
    .sort((a, b) => byName(a?.name ?? "", b?.name ?? ""));
  // Beside the page: where it's named is in the middle of a paragraph.
  return createPortal(
    <Popover beside={beside} onClose={onClose}>
      <div ref={card} tabIndex={-1} role="dialog" aria-labelledby={id} className={styles.card}>
        <header>
          <div>
            <h3 id={id} dir="auto">
              {group.name}
            </h3>
            <p>
              <bdi>@{group.handle}</bdi> · {t("people", { count: people.length })}
            </p>
          </div>
          <IconButton label={general("close")} icon={<X size={16} />} onClick={onClose} />
        </header>
        <ul>
          {people.map(
            (person) =>
              person && (
                <li key={person.user}>
                  <ProfileLink user={person.user} className={styles.person}>
                    <Face user={person.user} size={24} presence />
                    <span dir="auto">{person.name}</span>
                  </ProfileLink>
                </li>
              ),
          )}
        </ul>
      </div>
    </Popover>,
    document.body,
  );
}
