/** Keeps this browser woken as it was chosen: after signing in anew, in another language, at another address. */
import { useEffect } from "react";
import { keepWaking } from "../../state/push";
import { useWorld } from "../../state/world";
import { pushWords } from "../../texts/pushwords";

/** `language` counts the languages spoken: the worker's words follow. */
export default function Waking({ language }: { language: number }) {
  const me = useWorld((world) => (world.loaded ? world.account?.id : undefined));
  useEffect(() => {
    // Out of reach, or not allowed any more: settings say so, and the next page tries again.
    if (me && language >= 0) void keepWaking(pushWords()).catch(() => undefined);
  }, [me, language]);
  return null;
}
