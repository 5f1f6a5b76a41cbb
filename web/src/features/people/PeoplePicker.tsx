/** Choosing people: type to narrow, arrows to walk, Enter to choose, Backspace to take back. */
import { X } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { people as t } from "../../texts/en/people";
import { dirOf } from "../../ui/direction";
import { Face } from "./Face";
import { colleagues, matches } from "./names";
import styles from "./PeoplePicker.module.css";

const MOST_ROWS = 8;

interface Props {
  label: string;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  /** Who can't be chosen. */
  without?: ReadonlySet<string>;
  most?: number;
}

export function PeoplePicker({ label, chosen, onChange, without, most = 100 }: Props) {
  const people = useWorld(colleagues);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const full = chosen.length >= most;
  const rows = full
    ? []
    : people.filter((it) => !chosen.includes(it.user) && !without?.has(it.user) && matches(it, typed)).slice(0, MOST_ROWS);
  const active = Math.min(at, rows.length - 1);
  const choose = (user: string | undefined) => {
    if (!user) return;
    onChange([...chosen, user]);
    setTyped("");
    setAt(0);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(active + 1, rows.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(active - 1, 0));
    else if (event.key === "Enter" && (typed || chosen.length === 0)) choose(rows[active]?.user);
    else if (event.key === "Backspace" && !typed) onChange(chosen.slice(0, -1));
    else return;
    if (event.key !== "Backspace") event.preventDefault();
  };
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.box}>
        {chosen.map((user) => (
          <Chip key={user} user={user} onRemove={() => onChange(chosen.filter((it) => it !== user))} />
        ))}
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={rows[active] ? `${id}-${rows[active].user}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          placeholder={full ? t("full") : t("placeholder")}
          dir={dirOf(typed)}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={label} className={styles.list}>
        {rows.map((person, index) => (
          <div
            key={person.user}
            id={`${id}-${person.user}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(person.user)}
            onKeyDown={onKeyDown}
          >
            <Face user={person.user} size={24} presence />
            <span className={styles.name} dir="auto">
              {person.name}
            </span>
            <span className={styles.handle} dir="auto">
              @{person.handle}
            </span>
          </div>
        ))}
      </div>
      {rows.length === 0 && !full && <p className={styles.none}>{typed ? t("nobodyCalled", { query: typed }) : t("nobodyElse")}</p>}
    </div>
  );
}

function Chip({ user, onRemove }: { user: string; onRemove: () => void }) {
  const name = useWorld((world) => world.people.get(user)?.name ?? general("somebodyWithin"));
  return (
    <span className={styles.chip}>
      <span dir="auto">{name}</span>
      <button type="button" aria-label={t("takeOut", { name })} onClick={onRemove}>
        <X size={14} />
      </button>
    </span>
  );
}
