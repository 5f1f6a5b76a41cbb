/** The workspace and role one is in, asked over REST: for screens outside the live state. */
import { request } from "../api/request";

export interface Workspace {
  id: string;
  name: string;
  icon: string | null;
  default_channel: string;
}

export type Role = "guest" | "member" | "admin" | "owner";

export async function firstWorkspace(): Promise<{ workspace: Workspace; role: Role }> {
  const { workspaces } = await request<{ workspaces: { workspace: Workspace; role: Role }[] }>("GET", "/snapshot");
  const first = workspaces[0];
  if (!first) throw new Error("this account is in no workspace");
  return first;
}
