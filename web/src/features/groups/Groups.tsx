/** The groups that people are named by together: making, changing and deleting them. */
import { UsersRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { UserGroup } from "../../api/types";
import { changeGroup, createGroup, deleteGroup, liveGroups, MOST_PEOPLE } from "../../state/groups";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { groups as t } from "../../texts/en/groups";
import { isolated } from "../../texts/language";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/EmptyState";
import { Field } from "../../ui/Field";
import { Row, Section } from "../../ui/Page";
import { useAttempt } from "../attempt";
import { PeoplePicker } from "../people/PeoplePicker";
import styles from "./Groups.module.css";

export function Groups() {
  const all = useWorld(liveGroups);
  const [editing, setEditing] = useState<UserGroup | "new" | null>(null);
  const [deleting, setDeleting] = useState<UserGroup | null>(null);
  return (
    <Section title={t("title")}>
      <p className={styles.head}>{t("hint")}</p>
      <Button look="primary" onClick={() => setEditing("new")}>
        {t("create")}
      </Button>
      {all.length === 0 ? (
        <EmptyState icon={<UsersRound size={28} />} title={t("none")}>
          {t("noneHint")}
        </EmptyState>
      ) : (
        <ul aria-label={t("title")}>
          {all.map((group) => (
            <Row
              key={group.id}
              title={<span dir="auto">{group.name}</span>}
              note={`${isolated(`@${group.handle}`)} · ${t("people", { count: group.people.length })}`}
            >
              <Button aria-label={t("editWhich", { group: group.name })} onClick={() => setEditing(group)}>
                {general("edit")}
              </Button>
              <Button look="grave" aria-label={t("deleteWhich", { group: group.name })} onClick={() => setDeleting(group)}>
                {t("delete")}
              </Button>
            </Row>
          ))}
        </ul>
      )}
      {editing && <Edit group={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && <Delete group={deleting} onClose={() => setDeleting(null)} />}
    </Section>
  );
}

function Edit({ group, onClose }: { group: UserGroup | null; onClose: () => void }) {
  const [name, setName] = useState(group?.name ?? "");
  const [handle, setHandle] = useState(group?.handle ?? "");
  const [people, setPeople] = useState<readonly string[]>(group?.people ?? []);
  const attempt = useAttempt(["handle", "name"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { handle: handle.trim(), name: name.trim(), people };
    void attempt.run(async () => {
      await (group ? changeGroup(group, wanted) : createGroup(wanted));
      onClose();
    });
  };
  return (
    <Dialog title={group ? t("editWhich", { group: group.name }) : t("create")} onClose={onClose}>
      <form onSubmit={submit} className={styles.edit}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Field
          label={t("name")}
          required
          maxLength={80}
          value={name}
          error={attempt.at("name")}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t("handle")}
          hint={t("handleHint")}
          required
          maxLength={33}
          dir="ltr"
          autoCapitalize="none"
          spellCheck={false}
          value={handle}
          error={attempt.at("handle")}
          onChange={(event) => setHandle(event.target.value)}
        />
        <PeoplePicker label={t("members")} chosen={people} onChange={setPeople} most={MOST_PEOPLE} />
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy} disabled={!name.trim() || !handle.trim()}>
            {group ? general("save") : t("create")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}

function Delete({ group, onClose }: { group: UserGroup; onClose: () => void }) {
  const attempt = useAttempt();
  const run = () =>
    attempt.run(async () => {
      await deleteGroup(group);
      onClose();
    });
  return (
    <Dialog title={t("deleteAsk", { group: group.name })} onClose={onClose}>
      <p>{t("deleteHint")}</p>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Actions>
        <Button onClick={onClose}>{general("cancel")}</Button>
        <Button look="danger" busy={attempt.busy} onClick={() => void run()}>
          {t("delete")}
        </Button>
      </Actions>
    </Dialog>
  );
}
