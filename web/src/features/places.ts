/** The conversations one is in, sorted and named as every list of them shows them. */
import { unread } from "../state/live";
import { due } from "../state/planned";
import { listOf, type Place, type World, world } from "../state/world";
import { general } from "../texts/en/general";
import { byName } from "../texts/language";
import { titleOf } from "./conversation/Conversation";

export const isDirect = (place: Place): boolean => place.channel.kind === "dm" || place.channel.kind === "group";

/** How many of its messages wait for me in particular. */
export const waiting = (place: Place): number => (place.membership.muted ? 0 : isDirect(place) ? unread(place) : place.mentions.length);

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

const byChannel = (a: Place, b: Place) => byName(a.channel.name, b.channel.name);
const byAge = (a: Place, b: Place) => (a.channel.id < b.channel.id ? 1 : -1);
const open = (world: World) => [...world.places.values()].filter((it) => !it.channel.archived);

export const starred = listOf((world) =>
  open(world)
    .filter((it) => it.membership.starred)
    .sort((a, b) => byName(nameOf(world, a), nameOf(world, b))),
);
export const channels = listOf((world) =>
  open(world)
    .filter((it) => !isDirect(it) && !it.membership.starred)
    .sort(byChannel),
);
export const directs = listOf((world) =>
  open(world)
    .filter((it) => isDirect(it) && !it.membership.starred)
    .sort(byAge),
);

/** As the sidebar has them, from the top down. */
export const inOrder = (world: World): readonly Place[] => [...starred(world), ...channels(world), ...directs(world)];

/** A conversation in words, for lists of what belongs to one. */
export function whereIs(channel: string, thread: string | null): string {
  const place = world.places.get(channel);
  const name = place ? `${place.channel.name ? "#" : ""}${nameOf(world, place)}` : general("leftConversation");
  return thread ? general("aThread", { place: name }) : name;
}

/** Mentions, direct messages and reminders that wait; what the title and the favicon show. */
export const waitingInAll = (world: World): number =>
  [...world.places.values()].reduce((sum, place) => sum + waiting(place), due(world).length);
