/** Finding people by what one typed of their name or handle. */
import type { Person } from "../../api/types";
import { listOf } from "../../state/world";
import { byName } from "../../texts/language";

/** Everybody who can still be written to, by name. */
export const colleagues = listOf((world) => [...world.people.values()].filter((it) => it.active).sort((a, b) => byName(a.name, b.name)));

/** Lower case and without accents, so that "zoe" finds Zoë. */
export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

export function matches(person: Person, typed: string): boolean {
  const wanted = folded(typed.trim().replace(/^@/, ""));
  return (
    folded(person.handle).startsWith(wanted) ||
    folded(person.name)
      .split(/\s+/)
      .some((word) => word.startsWith(wanted)) ||
    folded(person.name).startsWith(wanted)
  );
}
