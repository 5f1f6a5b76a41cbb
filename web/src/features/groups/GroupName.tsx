/** A group where it's named: a press shows who is in it. */
import { lazy, Suspense, useRef, useState } from "react";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";

const GroupCard = lazy(() => import("./GroupCard"));

export function GroupName({ group, className, mine }: { group: string; className: string; mine: string }) {
  const found = useWorld((it) => it.groups.get(group));
  const me = useWorld((it) => it.account?.id ?? "");
  const [open, setOpen] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  if (!found?.active)
    return (
      <span className={className} dir="auto">
        @{found?.handle ?? general("aGroup")}
      </span>
    );
  const close = () => {
    setOpen(false);
    link.current?.focus();
  };
  return (
    <>
      <a
        ref={link}
        href={`?group=${group}`}
        className={found.people.includes(me) ? mine : className}
        dir="auto"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          setOpen(!open);
        }}
      >
        @{found.handle}
      </a>
      {open && (
        <Suspense>
          <GroupCard group={found} beside={() => link.current} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
