/** Who is in the workspace, in which role; deactivating somebody is confirmed by name. */
import { useState } from "react";
import { request } from "../../api/request";
import { useLink } from "../../state/links";
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
    <Section title="People">
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Load from={people}>
        {({ rows }) => (
          <ul>
            {rows.map((person) => (
              <Row
                key={person.user}
                lead={<Portrait person={person} />}
                title={person.name}
                note={`@${person.handle}${person.active ? "" : " · deactivated"}${person.user === me ? " · you" : ""}`}
              >
                {person.active && person.user !== me && (
                  <>
                    <Select
                      label={`Role of ${person.name}`}
                      labelled="unseen"
                      value={person.role}
                      onChange={(event) => void give(person, event.target.value)}
                    >
                      {ROLES.filter((one) => one !== "owner" || role === "owner" || person.role === "owner").map((one) => (
                        <option key={one}>{one}</option>
                      ))}
                    </Select>
                    <Button look="grave" onClick={() => setLeaving(person)}>
                      Deactivate…
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
    <Dialog title={`Deactivate ${person.name}?`} onClose={onClose}>
      <p>They are signed out at once and can't come back until invited again. What they wrote stays.</p>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Field label={`Type ${person.handle} to confirm`} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Actions>
        <Button onClick={onClose}>Keep</Button>
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
          Deactivate
        </Button>
      </Actions>
    </Dialog>
  );
}
