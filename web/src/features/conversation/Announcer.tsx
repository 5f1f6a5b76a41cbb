/**
 * Reads new messages to those who listen: politely, not while one is typing, and never the
 * history that is loaded.
 */
import { useEffect, useRef, useState } from "react";
import { useWorld, world } from "../../state/world";
import { general } from "../../texts/en/general";

const LONGEST = 200;

export function Announcer({ conversation }: { conversation: string }) {
  const part = useWorld((it) => it.conversations.get(conversation));
  const heard = useRef<number | null>(null);
  const [text, setText] = useState("");
  const last = part && !part.moreAfter ? part.messages.at(-1) : undefined;
  useEffect(() => {
    if (!last) return;
    const before = heard.current;
    heard.current = last.seq;
    if (before === null || last.seq <= before || last.author === world.account?.id || last.kind !== "text" || isTyping()) return;
    setText(`${world.people.get(last.author)?.name ?? general("somebody")}: ${last.text.slice(0, LONGEST)}`);
  }, [last]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {text}
    </div>
  );
}

function isTyping(): boolean {
  const at = document.activeElement;
  return at instanceof HTMLTextAreaElement && at.value !== "";
}
