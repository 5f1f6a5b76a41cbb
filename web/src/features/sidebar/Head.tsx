/** The workspace's name, the connection's ring, and what concerns oneself. */
import { ChevronDown, Keyboard, LogOut, Moon, ShieldCheck, Smile, SmilePlus, User, UserPlus } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useLocation } from "wouter";
import { signOut } from "../../state/leaving";
import { useLink } from "../../state/links";
import { useWorld, world } from "../../state/world";
import { sidebar as t } from "../../texts/en/sidebar";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Menu } from "../../ui/Menu";
import { Ring } from "../../ui/Ring";
import { toast } from "../../ui/Toast";
import { openShortcuts } from "../shortcuts/Shortcuts";
import { useStatus } from "../status/useStatus";
import { wordsOf } from "../status/words";
import styles from "./Sidebar.module.css";

const SetStatus = lazy(() => import("../status/SetStatus").then((it) => ({ default: it.SetStatus })));

export function Head({ tools }: { tools: ReactNode }) {
  const workspace = useWorld((it) => it.workspace);
  const link = useWorld((it) => it.link);
  const manages = useWorld((it) => it.role === "admin" || it.role === "owner");
  const icon = useLink(workspace?.icon ?? null, 64);
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const [telling, setTelling] = useState(false);
  const status = useStatus(useWorld((it) => it.account?.id));
  const leave = async () => {
    setAsking(false);
    try {
      await signOut();
      location.assign("/signin");
    } catch {
      toast(t("stillSignedIn"));
    }
  };
  const items = [
    {
      label: status?.text ? wordsOf({ ...status, emoji: "" }) : t("setStatus"),
      icon: status ? <span className={styles.emoji}>{status.emoji}</span> : <SmilePlus size={16} />,
      run: () => setTelling(true),
    },
    { label: t("account"), icon: <User size={16} />, run: () => go("/account/profile") },
    { label: t("appearance"), icon: <Moon size={16} />, run: () => go("/account/appearance") },
    { label: t("emoji"), icon: <Smile size={16} />, run: () => go("/emojis") },
    { label: t("shortcuts"), icon: <Keyboard size={16} />, keys: "Ctrl /", run: openShortcuts },
    ...(manages
      ? [
          { label: t("invite"), icon: <UserPlus size={16} />, run: () => go("/admin/invites") },
          { label: t("admin"), icon: <ShieldCheck size={16} />, run: () => go("/admin/people") },
        ]
      : []),
    {
      label: t("signOut"),
      icon: <LogOut size={16} />,
      danger: true,
      run: () => (world.outbox.length > 0 ? setAsking(true) : void leave()),
    },
  ];
  const state =
    link.is === "open"
      ? (["closed", t("connected")] as const)
      : navigator.onLine
        ? (["open", t("connecting")] as const)
        : (["dotted", t("offline")] as const);
  return (
    <header className={styles.head}>
      <Menu
        label={t("menu", { workspace: workspace?.name ?? t("workspace") })}
        className={styles.workspace}
        items={items}
        button={
          <>
            {icon && <img src={icon} alt="" width={24} height={24} />}
            <span className={styles.name} dir="auto">
              {workspace?.name}
            </span>
            <ChevronDown size={16} />
          </>
        }
      />
      {tools}
      <span className={styles.link} data-tip={state[1]}>
        <Ring state={state[0]} size={12} label={state[1]} />
      </span>
      {telling && (
        <Suspense>
          <SetStatus onClose={() => setTelling(false)} />
        </Suspense>
      )}
      {asking && (
        <Dialog title={t("unsentAsk")} onClose={() => setAsking(false)}>
          <p>{t("unsentHint")}</p>
          <Actions>
            <Button onClick={() => setAsking(false)}>{t("stay")}</Button>
            <Button look="danger" onClick={() => void leave()}>
              {t("signOutAnyway")}
            </Button>
          </Actions>
        </Dialog>
      )}
    </header>
  );
}
