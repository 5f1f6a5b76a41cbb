/** A name that leads to whose it is. */
import type { MouseEvent, ReactNode } from "react";
import { hrefOf, openProfile } from "./opening";

export function ProfileLink({ user, className, children }: { user: string; className?: string | undefined; children: ReactNode }) {
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openProfile(user);
  };
  return (
    <a href={hrefOf(user)} className={className} dir="auto" onClick={open}>
      {children}
    </a>
  );
}
