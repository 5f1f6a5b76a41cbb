/** A message's text in one plain piece, for lists: names for ids, no marks of formatting. */
import { world } from "../state/world";
import { general } from "../texts/en/general";

/** Mentions by their names, as everywhere else. */
export function named(text: string): string {
  return text
    .replace(/<@(U[0-9A-Z]{26})>/g, (_, user: string) => `@${world.people.get(user)?.name ?? general("somebodyWithin")}`)
    .replace(/<@(G[0-9A-Z]{26})>/g, (_, group: string) => `@${world.groups.get(group)?.handle ?? general("aGroup")}`)
    .replace(/<#(C[0-9A-Z]{26})>/g, (_, channel: string) => `#${world.places.get(channel)?.channel.name ?? general("channel")}`)
    .replace(/<!(channel|here)>/g, "@$1");
}

export function plain(text: string): string {
  return named(text)
    .replace(/```[^\n]*\n?|`/g, "")
    .replace(/(\*\*|__|~~)(.+?)\1/g, "$2")
    .replace(/^(#{1,6}|>|[-*+])\s+/gm, "")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .trim();
}
