/** The owner's first steps, as a short checklist that goes when it's done or sent away. */
import { X } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { prefer } from "../../state/preferences";
import { useWorld } from "../../state/world";
import { tour as t } from "../../texts/en/tour";
import { IconButton } from "../../ui/Button";
import { Ring } from "../../ui/Ring";
import { toast } from "../../ui/Toast";
import styles from "./Tour.module.css";

export function Tour() {
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
  if (leaving || steps.every((step) => step.done)) return null;
  const dismiss = async () => {
    setLeaving(true);
    try {
      await prefer({ tour: "done" });
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
