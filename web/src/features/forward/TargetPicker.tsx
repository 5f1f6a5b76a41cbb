/** Choosing where to: a conversation that one may write in, or somebody. */
import { Hash, Lock, X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { listOf, type Place, useWorld, type World } from "../../state/world";
import { forward as t } from "../../texts/en/forward";
import { dirOf } from "../../ui/direction";
import { Face } from "../people/Face";
import { colleagues } from "../people/names";
import styles from "../people/PeoplePicker.module.css";
import { isDirect, nameOf } from "../places";
import { ranked } from "../switcher/rank";
import own from "./Forward.module.css";

export interface Target {
  kind: "channel" | "direct" | "person";
  id: string;
  name: string;
  /** Whose face it has; for a channel, whether it's private. */
  face: string | null;
  isPrivate: boolean;
}

const MOST_ROWS = 6;

const targets = listOf<Target & Candidate>((world) => {
  const places = [...world.places.values()].filter((it) => !it.channel.archived);
  const alone = new Set(places.filter((it) => it.channel.kind === "dm").map((it) => otherOf(world, it)));
  const people = colleagues(world).filter((it) => it.user !== world.account?.id && !alone.has(it.user));
  return [
    ...places.map((it) => candidate(world, it)),
    ...people.map((it) => ({ ...blank(it.user, it.name), kind: "person" as const, face: it.user, isPrivate: true, also: [it.handle] })),
  ];
});

interface Candidate {
  key: string;
  also?: readonly string[];
  waiting: number;
  unread: boolean;
  habit: number;
}

const blank = (id: string, name: string) => ({ key: id, id, name, waiting: 0, unread: false, habit: 0 });
const otherOf = (world: World, place: Place) => place.channel.people.find((it) => it !== world.account?.id) ?? world.account?.id ?? "";

function candidate(world: World, place: Place): Target & Candidate {
  const direct = isDirect(place);
  const about = direct
    ? { kind: "direct" as const, face: otherOf(world, place), isPrivate: true }
    : { kind: "channel" as const, face: null, isPrivate: place.channel.kind === "private" };
  return { ...blank(place.channel.id, nameOf(world, place)), ...about };
}

export function TargetPicker({ chosen, onChange }: { chosen: Target | null; onChange: (to: Target | null) => void }) {
  const all = useWorld(targets);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const rows = chosen ? [] : ranked(all, typed).slice(0, MOST_ROWS);
  const active = Math.min(at, rows.length - 1);
  const choose = (to: Target | undefined) => {
    if (!to) return;
    onChange(to);
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(active + 1, rows.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(active - 1, 0));
    else if (event.key === "Enter" && !chosen) choose(rows[active]);
    else if (event.key === "Backspace" && !typed && chosen) onChange(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{t("to")}</label>
      <div className={styles.box}>
        {chosen && (
          <span className={styles.chip}>
            <span dir="auto">{chosen.kind === "channel" ? `#${chosen.name}` : chosen.name}</span>
            <button type="button" aria-label={t("takeOut", { name: chosen.name })} onClick={() => onChange(null)}>
              <X size={14} />
            </button>
          </span>
        )}
        <input
          id={id}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={rows[active] ? `${id}-${rows[active].id}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          placeholder={chosen ? "" : t("placeholder")}
          dir={dirOf(typed)}
          value={typed}
          readOnly={chosen !== null}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={t("to")} className={styles.list}>
        {rows.map((row, index) => (
          <div
            key={row.id}
            id={`${id}-${row.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(row)}
            onKeyDown={onKeyDown}
          >
            {row.face ? (
              <Face user={row.face} size={24} />
            ) : (
              <span className={own.sign}>{row.isPrivate ? <Lock size={16} /> : <Hash size={16} />}</span>
            )}
            <span className={styles.name} dir="auto">
              {row.name}
            </span>
          </div>
        ))}
      </div>
      {rows.length === 0 && !chosen && <p className={styles.none}>{t("nothingCalled", { query: typed })}</p>}
    </div>
  );
}
