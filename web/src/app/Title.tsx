/** The tab's title and icon: `(3) #harbour · Workloop`, a dot when something waits for me. */
import { useEffect } from "react";
import { useLocation } from "wouter";
import { nameOf, waitingInAll } from "../features/places";
import { useWorld } from "../state/world";

const PAGES: Record<string, string> = {
  threads: "Threads",
  search: "Search",
  browse: "Channels",
  drafts: "Drafts",
  later: "Later",
  account: "Your account",
  admin: "Administration",
};

export function Title() {
  const [at] = useLocation();
  const [, page = "", channel = ""] = at.split("/");
  const waiting = useWorld(waitingInAll);
  const name = useWorld((world) => {
    const place = page === "c" ? world.places.get(channel) : undefined;
    return place ? `${place.channel.name ? "#" : ""}${nameOf(world, place)}` : (PAGES[page] ?? world.workspace?.name ?? "");
  });
  // After every change of the world: a conversation that opens names the tab too.
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${name ? `${name} · ` : ""}Workloop`;
  });
  useEffect(() => {
    document.querySelector('link[rel="icon"]')?.setAttribute("href", waiting > 0 ? "/favicon-waiting.svg" : "/favicon.svg");
    if (waiting > 0) void navigator.setAppBadge?.(waiting).catch(() => undefined);
    else void navigator.clearAppBadge?.().catch(() => undefined);
  }, [waiting]);
  return null;
}
