/** The first steps, as a short checklist that goes when it's done or sent away. */
import { X } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { request } from "../../api/request";
import type { Account } from "../../api/types";
import { putAccount } from "../../state/live";
import { changed, useWorld, type World, world } from "../../state/world";
import { tour as t } from "../../texts/en/tour";
import { IconButton } from "../../ui/Button";
import { Ring } from "../../ui/Ring";
import { toast } from "../../ui/Toast";
import styles from "./Tour.module.css";

interface Preferences {
  tour?: "done";
}

const preferences = (it: World) => (it.account?.preferences ?? {}) as Preferences;

export function Tour() {
  const over = useWorld((it) => preferences(it).tour === "done");
  const owner = useWorld((it) => it.role === "owner");
  const pictured = useWorld((it) => Boolean(it.account?.avatar));
  const channelled = useWorld((it) =>
    [...it.places.values()].some(
      (place) => place.channel.name && place.channel.creator === it.account?.id && place.channel.id !== it.workspace?.default_channel,
    ),
  );
  const invited = useWorld((it) => it.people.size > 1);
  const [leaving, setLeaving] = useState(false);
  const steps = [
    { done: pictured, href: "/account/profile", text: t("addPicture") },
    { done: channelled, href: "/browse?new", text: t("firstChannel") },
    { done: invited, href: "/admin/invites", text: t("invite") },
  ];
  if (over || !owner || leaving || steps.every((step) => step.done)) return null;
  const dismiss = async () => {
    setLeaving(true);
    try {
      const account = await request<Account>("PATCH", "/account", { preferences: { ...preferences(world), tour: "done" } });
      putAccount(world, account);
      changed();
    } catch {
      setLeaving(false);
      toast(t("notPutAway"));
    }
  };
  return (
    <section className={styles.tour} aria-label={t("title")}>
      <header>
        <h2>{t("title")}</h2>
        <IconButton label={t("putAway")} icon={<X size={16} />} onClick={() => void dismiss()} />
      </header>
      <ul>
        {steps.map(({ done, href, text }) => (
          <li key={text} data-done={done}>
            <Ring state={done ? "closed" : "open"} size={12} label={done ? t("done") : t("toDo")} />
            {done ? text : <Link href={href}>{text}</Link>}
          </li>
        ))}
      </ul>
    </section>
  );
}
