/** The conversations one is in, sorted and named as every list of them shows them. */
import { unread } from "../state/live";
import { due } from "../state/planned";
import { arrangement, homesIn } from "../state/preferences";
import { listOf, type Place, type World, world } from "../state/world";
import { general } from "../texts/en/general";
import { byName } from "../texts/language";
import { titleOf } from "./conversation/Conversation";

export const isDirect = (place: Place): boolean => place.channel.kind === "dm" || place.channel.kind === "group";

/** How many of its messages wait for me in particular. */
export const waiting = (place: Place): number =>
  place.membership.muted ? 0 : isDirect(place) ? unread(place) : new Set([...place.mentions, ...(place.alerts ?? [])]).size;

/** Without the sign in front: lists show an icon there. */
export function nameOf(world: World, place: Place): string {
  return titleOf(place, world.account?.id ?? "", (user) => world.people.get(user)?.name ?? general("somebodyWithin")).replace(/^#/, "");
}

/** Where something was said: a channel's name with its sign, or the others' names. */
export function whereOf(world: World, channel: string): string {
  const place = world.places.get(channel);
  if (!place) return general("notJoined");
  return place.channel.name ? `#${place.channel.name}` : nameOf(world, place);
}

const byAge = (a: Place, b: Place) => (a.channel.id < b.channel.id ? 1 : -1);

/** The sections that are there without one's doing. */
export const STARRED = "starred";
export const CHANNELS = "channels";
export const DIRECTS = "directs";

/** The section that a conversation stands in: starred ones among those, whatever else they're in. */
export function sectionOf(world: World, place: Place): string {
  if (place.membership.starred) return STARRED;
  return homesIn(arrangement(world)).get(place.channel.id) ?? (isDirect(place) ? DIRECTS : CHANNELS);
}

const lists = new Map<string, (world: World) => readonly Place[]>();

/** The conversations of a section, in the order that one prefers. */
export function placesIn(section: string): (world: World) => readonly Place[] {
  const known = lists.get(section) ?? listOf((world) => sorted(world, section));
  lists.set(section, known);
  return known;
}

function sorted(world: World, section: string): Place[] {
  const { order } = arrangement(world);
  const named = (a: Place, b: Place) => byName(nameOf(world, a), nameOf(world, b));
  const usual = section === DIRECTS ? byAge : named;
  const isNew = (it: Place) => Number(unread(it) > 0);
  return [...world.places.values()]
    .filter((it) => !it.channel.archived && sectionOf(world, it) === section)
    .sort((a, b) => (order === "recent" && b.lastAt - a.lastAt) || (order === "unread" && isNew(b) - isNew(a)) || usual(a, b));
}

/** All sections, from the top down. */
export const sections = listOf((world) => [STARRED, ...arrangement(world).sections.map((it) => it.id), CHANNELS, DIRECTS]);

/** As the sidebar has them, from the top down. */
export const inOrder = (world: World): readonly Place[] => sections(world).flatMap((section) => placesIn(section)(world));

/** All of one's conversations, by name. */
export const byTitle = listOf((world) =>
  [...world.places.values()].filter((it) => !it.channel.archived).sort((a, b) => byName(nameOf(world, a), nameOf(world, b))),
);

/** A conversation in words, for lists of what belongs to one. */
export function whereIs(channel: string, thread: string | null): string {
  const place = world.places.get(channel);
  const name = place ? `${place.channel.name ? "#" : ""}${nameOf(world, place)}` : general("leftConversation");
  return thread ? general("aThread", { place: name }) : name;
}

/** Mentions, direct messages and reminders that wait; what the title and the favicon show. */
export const waitingInAll = (world: World): number =>
  [...world.places.values()].reduce((sum, place) => sum + waiting(place), due(world).length);
