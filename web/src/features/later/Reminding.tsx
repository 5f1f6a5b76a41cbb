/** Says when a reminder's time has come; it waits under Later until it's dismissed. */
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Planned } from "../../api/types";
import { due } from "../../state/planned";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import { toast } from "../../ui/Toast";
import { reminded } from "./reminded";

export function Reminding() {
  const waiting = useWorld(due);
  const loaded = useWorld((it) => it.loaded);
  const told = useRef<ReadonlySet<string> | null>(null);
  const [, go] = useLocation();
  useEffect(() => {
    if (!loaded) return;
    const before = told.current;
    // Again when it was put off and came back.
    told.current = new Set(waiting.map((it) => it.id));
    // Those of before one came are under Later.
    if (!before) return;
    for (const it of waiting) if (!before.has(it.id)) void tell(it, go);
  }, [waiting, loaded, go]);
  return null;
}

async function tell(planned: Planned, go: (to: string) => void): Promise<void> {
  const { what, address, opens } = await reminded(planned);
  toast(t("reminder", { what }), { label: opens ? t("open") : general("show"), run: () => go(address) });
}
