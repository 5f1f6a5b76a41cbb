/** The workspace's name, the connection's ring, and what concerns oneself. */
import { ChevronDown, Keyboard, LogOut, Moon, ShieldCheck, User, UserPlus } from "lucide-react";
import { useLocation } from "wouter";
import { request } from "../../api/request";
import { forgetRemembered } from "../../state/cache";
import { useLink } from "../../state/links";
import { stop } from "../../state/session";
import { useWorld } from "../../state/world";
import { Menu } from "../../ui/Menu";
import { Ring } from "../../ui/Ring";
import { toast } from "../../ui/Toast";
import { openShortcuts } from "../shortcuts/Shortcuts";
import styles from "./Sidebar.module.css";

export function Head() {
  const workspace = useWorld((world) => world.workspace);
  const link = useWorld((world) => world.link);
  const manages = useWorld((world) => world.role === "admin" || world.role === "owner");
  const icon = useLink(workspace?.icon ?? null, 64);
  const [, go] = useLocation();
  const signOut = async () => {
    try {
      await request("DELETE", "/session");
      stop();
      await forgetRemembered();
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
    { label: "Sign out", icon: <LogOut size={16} />, danger: true, run: () => void signOut() },
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
      <span className={styles.link} data-tip={state[1]}>
        <Ring state={state[0]} size={12} label={state[1]} />
      </span>
    </header>
  );
}
