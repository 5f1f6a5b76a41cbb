/** The workspace's name, the connection's ring, and what concerns oneself. */
import { ChevronDown, Keyboard, LogOut, Moon, ShieldCheck, User, UserPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { signOut } from "../../state/leaving";
import { useLink } from "../../state/links";
import { useWorld, world } from "../../state/world";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Menu } from "../../ui/Menu";
import { Ring } from "../../ui/Ring";
import { toast } from "../../ui/Toast";
import { openShortcuts } from "../shortcuts/Shortcuts";
import styles from "./Sidebar.module.css";

export function Head({ tools }: { tools: ReactNode }) {
  const workspace = useWorld((it) => it.workspace);
  const link = useWorld((it) => it.link);
  const manages = useWorld((it) => it.role === "admin" || it.role === "owner");
  const icon = useLink(workspace?.icon ?? null, 64);
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const leave = async () => {
    setAsking(false);
    try {
      await signOut();
      location.assign("/signin");
    } catch {
      toast("You are still signed in: the server can't be reached. Try again in a moment.");
    }
  };
  const items = [
    { label: "Your account", icon: <User size={16} />, run: () => go("/account/profile") },
    { label: "Appearance", icon: <Moon size={16} />, run: () => go("/account/appearance") },
    { label: "Keyboard shortcuts", icon: <Keyboard size={16} />, keys: "Ctrl /", run: openShortcuts },
    ...(manages
      ? [
          { label: "Invite people", icon: <UserPlus size={16} />, run: () => go("/admin/invites") },
          { label: "Administration", icon: <ShieldCheck size={16} />, run: () => go("/admin/people") },
        ]
      : []),
    { label: "Sign out", icon: <LogOut size={16} />, danger: true, run: () => (world.outbox.length > 0 ? setAsking(true) : void leave()) },
  ];
  const state =
    link.is === "open"
      ? (["closed", "connected"] as const)
      : navigator.onLine
        ? (["open", "connecting"] as const)
        : (["dotted", "offline"] as const);
  return (
    <header className={styles.head}>
      <Menu
        label={`${workspace?.name ?? "Workspace"}: menu`}
        className={styles.workspace}
        items={items}
        button={
          <>
            {icon && <img src={icon} alt="" width={24} height={24} />}
            <span className={styles.name}>{workspace?.name}</span>
            <ChevronDown size={16} />
          </>
        }
      />
      {tools}
      <span className={styles.link} data-tip={state[1]}>
        <Ring state={state[0]} size={12} label={state[1]} />
      </span>
      {asking && (
        <Dialog title="Sign out with unsent messages?" onClose={() => setAsking(false)}>
          <p>What you wrote here and isn't sent yet is thrown away when you sign out.</p>
          <Actions>
            <Button onClick={() => setAsking(false)}>Stay signed in</Button>
            <Button look="danger" onClick={() => void leave()}>
              Sign out anyway
            </Button>
          </Actions>
        </Dialog>
      )}
    </header>
  );
}
