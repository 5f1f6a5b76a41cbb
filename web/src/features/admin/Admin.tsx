/** Administration: people, invites, the workspace. */
import { useEffect, useState } from "react";
import { admin as t } from "../../texts/en/admin";
import { Banner } from "../../ui/Banner";
import { Page } from "../../ui/Page";
import { Groups } from "../groups/Groups";
import { Load, useLoad } from "../load";
import type { Role, Workspace } from "../workspace";
import { Invites } from "./Invites";
import { People } from "./People";
import { WorkspaceSettings } from "./WorkspaceSettings";

const PARTS = [
  ["people", "people", People],
  ["groups", "groups", Groups],
  ["invites", "invites", Invites],
  ["workspace", "workspace", WorkspaceSettings],
] as const;

export interface Place {
  account: { id: string };
  workspaces: { workspace: Workspace; role: Role }[];
}

export function Admin({ page }: { page: string }) {
  const place = useLoad<Place>("/snapshot");
  const [chosen, , Part] = PARTS.find(([name]) => name === page) ?? PARTS[0];
  const [title, setTitle] = useState(t("title"));
  const name = place.answer?.workspaces[0]?.workspace.name;
  useEffect(() => setTitle(name ? t("administer", { workspace: name }) : t("title")), [name]);
  return (
    <Page title={title} parts={PARTS.map(([part, label]) => ({ href: `/admin/${part}`, label: t(label), current: part === chosen }))}>
      <Load from={place}>
        {({ account, workspaces }) => {
          const first = workspaces[0];
          if (!first || (first.role !== "admin" && first.role !== "owner")) return <Banner tone="warning">{t("onlyAdmins")}</Banner>;
          return <Part workspace={first.workspace} role={first.role} me={account.id} />;
        }}
      </Load>
    </Page>
  );
}
