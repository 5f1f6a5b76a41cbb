/** My keywords in what others write: how to find them is loaded by those who have some. */
import { useEffect } from "react";
import { changed, useWorld } from "../../state/world";
import type { Marking } from "./mark";

let loaded: typeof import("./mark") | null = null;

/** null: there is nothing to mark. */
export function useMarking(wanted: boolean): Marking | null {
  const keywords = useWorld((world) => (wanted ? world.account?.keywords : undefined));
  const has = Boolean(keywords?.length);
  const marking = useWorld(() => (loaded && keywords && has ? loaded.markingOf(keywords) : null));
  useEffect(() => {
    if (!has || loaded) return;
    // Without it, texts are as they are for everybody else.
    void import("./mark").then(
      (it) => {
        loaded = it;
        changed();
      },
      () => undefined,
    );
  }, [has]);
  return marking;
}
