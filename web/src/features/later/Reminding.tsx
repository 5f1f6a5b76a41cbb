/** Says when a reminder's time has come; it waits under Later until it's dismissed. */
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Planned } from "../../api/types";
import { due, messageOf } from "../../state/planned";
import { useWorld, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import { isolated } from "../../texts/language";
import { toast } from "../../ui/Toast";
import { plain } from "../plain";

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
  const { channel, message: id, obstacle } = planned;
  const message = id && !obstacle ? await messageOf(channel, id).catch(() => null) : null;
  if (!message || message.deleted_at) {
    toast(t("reminder", { what: planned.text || t("goneWithin") }), { label: general("show"), run: () => go("/later") });
    return;
  }
  const author = world.people.get(message.author)?.name ?? general("somebody");
  const words = planned.text || `${isolated(author)}: ${isolated(plain(message.text).slice(0, 120))}`;
  const address = `/c/${channel}${message.thread ? `/t/${message.thread}` : ""}?at=${message.seq}`;
  toast(t("reminder", { what: words }), { label: t("open"), run: () => go(address) });
}
