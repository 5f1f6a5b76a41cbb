/** Tells of what concerns one while Workloop is open, and opens what is pressed. */
import { useEffect } from "react";
import { useLocation } from "wouter";
import { worker } from "../../state/worker";
import { useWorld } from "../../state/world";
import { useDevice } from "./device";
import { notify } from "./notify";
import { permission } from "./permission";
import { sayLooking } from "./tabs";

export default function Notifying() {
  const user = useWorld((world) => (world.loaded ? world.account?.id : undefined));
  const [at, go] = useLocation();
  // Watched, so that what is chosen in another tab holds here too.
  const { on } = useDevice();
  useEffect(() => (user ? notify(user) : undefined), [user]);
  // What it shows may be pressed long before anything is told here.
  useEffect(() => void (on && permission() === "granted" && worker().catch(() => undefined)), [on]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address shows another conversation
  useEffect(() => {
    if (user) sayLooking(user);
  }, [user, at]);
  useEffect(() => {
    const open = ({ data }: MessageEvent<{ open?: unknown }>) => {
      // Only ways within Workloop.
      if (typeof data?.open === "string" && /^\/(?!\/)/.test(data.open)) go(data.open);
    };
    navigator.serviceWorker?.addEventListener("message", open);
    return () => navigator.serviceWorker?.removeEventListener("message", open);
  }, [go]);
  return null;
}
