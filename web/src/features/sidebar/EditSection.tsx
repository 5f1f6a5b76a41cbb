/** A section of one's own: what it's called and which conversations stand in it. */
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { arrange, arrangement, MOST_SECTIONS, moved, NAME_CHARS, type Section } from "../../state/preferences";
import { type Place, useWorld, world } from "../../state/world";
import { conversation } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { sections as t } from "../../texts/en/sections";
import { sidebar } from "../../texts/en/sidebar";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { type Attempt, useAttempt } from "../attempt";
import { byTitle, nameOf } from "../places";
import styles from "./EditSection.module.css";
import form from "./Form.module.css";
import { Sign } from "./Row";

export function EditSection({ section, onClose }: { section: Section | undefined; onClose: () => void }) {
  const [name, setName] = useState(section?.name ?? "");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(section?.channels));
  const [query, setQuery] = useState("");
  const places = useWorld(byTitle);
  const attempt = useAttempt();
  const full = useWorld((it) => !section && arrangement(it).sections.length >= MOST_SECTIONS);
  const toggle = (channel: string) => {
    const next = new Set(chosen);
    if (!next.delete(channel)) next.add(channel);
    setChosen(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      const id = section?.id ?? crypto.randomUUID();
      await arrange({ sections: withSection({ id, name: name.trim(), channels: [...chosen] }) });
      onClose();
    });
  };
  const fits = (place: Place) => nameOf(world, place).toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());
  return (
    <Dialog title={section ? t("editSection") : sidebar("createSection")} onClose={onClose}>
      <form onSubmit={submit} className={form.form}>
        {full && <Banner tone="danger">{t("sectionsFull", { most: MOST_SECTIONS })}</Banner>}
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label={t("sectionName")}
          required
          pattern=".*\S.*"
          maxLength={NAME_CHARS}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field label={t("findConversation")} type="search" value={query} onChange={(event) => setQuery(event.target.value)} />
        <fieldset className={styles.places}>
          <legend>{t("sectionHolds", { count: chosen.size })}</legend>
          {places.filter(fits).map((place) => (
            <label key={place.channel.id} className={styles.place}>
              <input type="checkbox" checked={chosen.has(place.channel.id)} onChange={() => toggle(place.channel.id)} />
              <Sign place={place} />
              <span dir="auto">{nameOf(world, place)}</span>
            </label>
          ))}
        </fieldset>
        {section && <Standing section={section} attempt={attempt} onDeleted={onClose} />}
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy} disabled={full}>
            {section ? t("saveSection") : sidebar("createSection")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}

/** Where it stands among the others, and its end. */
function Standing({ section, attempt, onDeleted }: { section: Section; attempt: Attempt; onDeleted: () => void }) {
  const { sections } = useWorld(arrangement);
  const at = sections.findIndex((it) => it.id === section.id);
  const others = sections.filter((it) => it.id !== section.id);
  const put = (to: number) => void attempt.run(() => arrange({ sections: others.toSpliced(to, 0, section) }));
  const remove = async () => {
    await arrange({ sections: others });
    const undo = () => void arrange({ sections }).catch(() => toast(sidebar("notArranged")));
    toast(t("sectionGone"), { label: conversation("undo"), run: undo });
    onDeleted();
  };
  return (
    <div className={styles.standing}>
      <Button disabled={at <= 0} onClick={() => put(at - 1)}>
        <ArrowUp size={16} /> {t("sectionUp")}
      </Button>
      <Button disabled={at === others.length} onClick={() => put(at + 1)}>
        <ArrowDown size={16} /> {t("sectionDown")}
      </Button>
      <Button look="danger" onClick={() => void attempt.run(remove)}>
        <Trash2 size={16} /> {t("deleteSection")}
      </Button>
    </div>
  );
}

/** All sections with this one as it's wanted; what it holds is in no other. */
function withSection(wanted: Section): Section[] {
  const { sections } = arrangement(world);
  const all = sections.some((it) => it.id === wanted.id) ? sections : [...sections, wanted];
  const emptied = wanted.channels.reduce((so, channel) => moved(so, channel, null), [...all]);
  return emptied.map((it) => (it.id === wanted.id ? wanted : it));
}
