/** The tab's title and icon: `(3) #harbour · Workloop`, a dot when something waits for me. */
import { useEffect } from "react";
import { useLocation } from "wouter";
import { nameOf, waitingInAll } from "../features/places";
import { useWorld } from "../state/world";
import { app as t } from "../texts/en/app";

const PAGES = {
  threads: "threads",
  search: "search",
  browse: "channels",
  drafts: "drafts",
  later: "later",
  account: "account",
  admin: "admin",
} as const;

const pageName = (page: string) => (Object.hasOwn(PAGES, page) ? t(PAGES[page as keyof typeof PAGES]) : null);

export function Title() {
  const [at] = useLocation();
  const [, page = "", channel = ""] = at.split("/");
  const waiting = useWorld(waitingInAll);
  const name = useWorld((world) => {
    const place = page === "c" ? world.places.get(channel) : undefined;
    return place ? `${place.channel.name ? "#" : ""}${nameOf(world, place)}` : (pageName(page) ?? world.workspace?.name ?? "");
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
