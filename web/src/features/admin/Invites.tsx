/** Invites that can still be used: make one, revoke one. */
import { request } from "../../api/request";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Row, Section } from "../../ui/Page";
import { useAttempt } from "../attempt";
import { Load, useLoad } from "../load";
import { when } from "../when";
import type { Workspace } from "../workspace";
import { NewInvite } from "./NewInvite";

interface Invite {
  id: string;
  role: string;
  uses: number;
  max_uses: number | null;
  expires_at: number;
}

export function Invites({ workspace }: { workspace: Workspace }) {
  const invites = useLoad<{ rows: Invite[] }>(`/workspaces/${workspace.id}/invites`);
  const attempt = useAttempt();
  const revoke = (id: string) =>
    attempt.run(async () => {
      await request("DELETE", `/workspaces/${workspace.id}/invites/${id}`);
      invites.again();
    });
  return (
    <>
      <Section title="New invite">
        <NewInvite workspace={workspace.id} onMade={invites.again} />
      </Section>
      <Section title="Open invites">
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Load from={invites}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState title="No open invites">Links you create are listed here until they expire.</EmptyState>
            ) : (
              <ul>
                {rows.map(({ id, role, uses, max_uses, expires_at }) => (
                  <Row
                    key={id}
                    title={`Joins as ${role}`}
                    note={`Used ${uses}${max_uses === null ? "" : ` of ${max_uses}`} times · ends ${when(expires_at)}`}
                  >
                    <Button look="grave" onClick={() => void revoke(id)}>
                      Revoke
                    </Button>
                  </Row>
                ))}
              </ul>
            )
          }
        </Load>
      </Section>
    </>
  );
}
