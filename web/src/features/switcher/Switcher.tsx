/** Jump: any conversation or person by a few letters, what waits first. */
import { CornerDownLeft, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { openDirect } from "../../state/channels";
import { unread } from "../../state/live";
import { listOf, type Place, useWorld, world } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { number } from "../../texts/language";
import { Dialog } from "../../ui/Dialog";
import { dirOf } from "../../ui/direction";
import { toast } from "../../ui/Toast";
import { Face } from "../people/Face";
import { colleagues } from "../people/names";
import { nameOf, waiting } from "../places";
import { Sign } from "../sidebar/Row";
import { habitOf, strengthen } from "./habits";
import { closeSwitcher, useSwitcherOpen } from "./opening";
import { type Candidate, ranked } from "./rank";
import styles from "./Switcher.module.css";

interface Row extends Candidate {
  place: Place | null;
  user: string | null;
}

const places = listOf((it) => [...it.places.values()]);

export function Switcher() {
  return useSwitcherOpen() ? <Open /> : null;
}

function Open() {
  const [typed, setTyped] = useState("");
  const [key, setKey] = useState<string | null>(null);
  const [, go] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const rows = useRows(typed);
  // The chosen row stays chosen while the list changes under it.
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === key),
  );
  useEffect(() => input.current?.focus(), []);
  // In braces: some engines answer a promise, which isn't a clean-up.
  useEffect(() => {
    document.getElementById(`${id}-${rows[at]?.key}`)?.scrollIntoView({ block: "nearest" });
  }, [id, rows, at]);

  const search = () => {
    closeSwitcher();
    go(`/search?q=${encodeURIComponent(typed.trim())}`);
  };
  const choose = async (row: Row) => {
    closeSwitcher();
    strengthen(row.key);
    try {
      go(`/c/${row.place?.channel.id ?? (await openDirect([row.user ?? ""]))}`);
    } catch (error) {
      toast(t("notOpened", { why: error instanceof Error ? error.message : "" }));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setKey(rows[(at + step + rows.length) % Math.max(1, rows.length)]?.key ?? null);
    else if (event.key === "Enter" && rows[at]) void choose(rows[at]);
    else if (event.key === "Enter" && typed.trim()) search();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t("jumpTitle")} bare onClose={closeSwitcher}>
      <div className={styles.top}>
        <Search size={18} />
        <input
          ref={input}
          role="combobox"
          aria-label={t("jumpField")}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={rows[at] ? `${id}-${rows[at].key}` : undefined}
          aria-autocomplete="list"
          placeholder={t("jumpPlaceholder")}
          autoComplete="off"
          dir={dirOf(typed)}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setKey(null);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={t("found")} className={styles.list}>
        {rows.map((row, index) => (
          <div
            key={row.key}
            id={`${id}-${row.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.option}
            onMouseMove={() => setKey(row.key)}
            onClick={() => void choose(row)}
            onKeyDown={onKeyDown}
          >
            <span className={styles.sign}>
              {row.place ? <Sign place={row.place} size={18} /> : <Face user={row.user ?? ""} size={22} presence />}
            </span>
            <span className={styles.name} dir="auto" data-unread={row.unread}>
              {row.name}
            </span>
            {row.waiting > 0 && <span className={styles.count}>{number(row.waiting)}</span>}
            {index === at && <CornerDownLeft size={14} aria-hidden />}
          </div>
        ))}
      </div>
      {typed.trim() && (
        <button type="button" className={styles.search} onClick={search}>
          <Search size={16} />
          <span>{t.rich("searchFor", { query: typed.trim(), b: (text) => <strong>{text}</strong> })}</span>
        </button>
      )}
    </Dialog>
  );
}

/** Conversations one is in, and people there is no conversation with yet. */
function useRows(typed: string): Row[] {
  const all = useWorld(places);
  const people = useWorld(colleagues);
  const me = useWorld((it) => it.account?.id);
  return useMemo(() => {
    const known = new Set(all.filter((it) => it.channel.kind === "dm").flatMap((it) => it.channel.people));
    const rows: Row[] = all.map((place) => ({
      key: place.channel.id,
      name: nameOf(world, place),
      also:
        place.channel.people.length === 2
          ? place.channel.people.filter((user) => user !== me).map((user) => world.people.get(user)?.handle ?? "")
          : [],
      waiting: waiting(place),
      unread: unread(place) > 0,
      habit: habitOf(place.channel.id),
      place,
      user: null,
    }));
    for (const person of people) {
      if (known.has(person.user) || person.user === me) continue;
      rows.push({
        key: person.user,
        name: person.name,
        also: [person.handle],
        waiting: 0,
        unread: false,
        habit: habitOf(person.user),
        place: null,
        user: person.user,
      });
    }
    return ranked(rows, typed);
  }, [all, people, me, typed]);
}
