/** Who is in the workspace, in which role; deactivating somebody is confirmed by name. */
import { useState } from "react";
import { request } from "../../api/request";
import { useLink } from "../../state/links";
import { admin as t } from "../../texts/en/admin";
import { isolated } from "../../texts/language";
import { Avatar } from "../../ui/Avatar";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Field, Select } from "../../ui/Field";
import { Row, Section } from "../../ui/Page";
import { useAttempt } from "../attempt";
import { Load, More, usePages } from "../load";
import type { Role, Workspace } from "../workspace";

interface Person {
  user: string;
  name: string;
  handle: string;
  avatar: string | null;
  role: Role;
  active: boolean;
}

const ROLES: readonly Role[] = ["guest", "member", "admin", "owner"];

export function People({ workspace, role, me }: { workspace: Workspace; role: Role; me: string }) {
  const people = usePages<Person>(`/workspaces/${workspace.id}/people?limit=100`);
  const [leaving, setLeaving] = useState<Person | null>(null);
  const attempt = useAttempt();
  const give = (person: Person, to: string) =>
    attempt.run(async () => {
      await request("PATCH", `/workspaces/${workspace.id}/people/${person.user}`, { role: to });
      people.again();
    });
  return (
    <Section title={t("people")}>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Load from={people}>
        {({ rows }) => (
          <ul>
            {rows.map((person) => (
              <Row
                key={person.user}
                lead={<Portrait person={person} />}
                title={<span dir="auto">{person.name}</span>}
                note={[isolated(`@${person.handle}`), !person.active && t("deactivated"), person.user === me && t("you")]
                  .filter(Boolean)
                  .join(" · ")}
              >
                {person.active && person.user !== me && (
                  <>
                    <Select
                      label={t("roleOf", { name: person.name })}
                      labelled="unseen"
                      value={person.role}
                      onChange={(event) => void give(person, event.target.value)}
                    >
                      {ROLES.filter((one) => one !== "owner" || role === "owner" || person.role === "owner").map((one) => (
                        <option key={one} value={one}>
                          {t(one)}
                        </option>
                      ))}
                    </Select>
                    <Button look="grave" onClick={() => setLeaving(person)}>
                      {t("deactivateAsk")}
                    </Button>
                  </>
                )}
              </Row>
            ))}
          </ul>
        )}
      </Load>
      <More of={people} />
      {leaving && (
        <Deactivate
          person={leaving}
          workspace={workspace.id}
          onClose={() => setLeaving(null)}
          onDone={() => {
            setLeaving(null);
            people.again();
          }}
        />
      )}
    </Section>
  );
}

function Portrait({ person: { name, user, avatar } }: { person: Person }) {
  return <Avatar name={name} id={user} src={useLink(avatar, 64) ?? undefined} />;
}

function Deactivate({
  person,
  workspace,
  onClose,
  onDone,
}: {
  person: Person;
  workspace: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const [typed, setTyped] = useState("");
  const attempt = useAttempt();
  return (
    <Dialog title={t("deactivateWho", { name: person.name })} onClose={onClose}>
      <p>{t("deactivateHint")}</p>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Field label={t("typeToConfirm", { handle: person.handle })} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Actions>
        <Button onClick={onClose}>{t("keep")}</Button>
        <Button
          look="danger"
          busy={attempt.busy}
          disabled={typed !== person.handle}
          onClick={() =>
            void attempt.run(async () => {
              await request("DELETE", `/workspaces/${workspace}/people/${person.user}`);
              onDone();
            })
          }
        >
          {t("deactivate")}
        </Button>
      </Actions>
    </Dialog>
  );
}
