/** Invites that can still be used: make one, revoke one. */
import { request } from "../../api/request";
import { admin as t } from "../../texts/en/admin";
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
  role: "guest" | "member" | "admin";
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
      <Section title={t("newInvite")}>
        <NewInvite workspace={workspace.id} onMade={invites.again} />
      </Section>
      <Section title={t("openInvites")}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <Load from={invites}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState title={t("noInvites")}>{t("noInvitesHint")}</EmptyState>
            ) : (
              <ul>
                {rows.map(({ id, role, uses, max_uses, expires_at }) => (
                  <Row
                    key={id}
                    title={t("joinsAsRole", { role: t(role) })}
                    note={
                      max_uses === null
                        ? t("used", { uses, ends: when(expires_at) })
                        : t("usedOf", { uses, most: max_uses, ends: when(expires_at) })
                    }
                  >
                    <Button look="grave" onClick={() => void revoke(id)}>
                      {t("revoke")}
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
