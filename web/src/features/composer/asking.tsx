/** Asks before a message calls many; where it calls few, nobody is asked anything. */
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import type { Reach } from "./reach";

const Reaching = lazy(() => import("./Reaching"));

/** Cheap, so that what calls nobody waits for nothing. */
const MAY_BE_WIDE = /<!channel>|<!here>|<@G/;

interface Asked {
  reach: Reach | null;
  answer: (yes: boolean) => void;
}

export interface Asking {
  /** Whether to go on. `before`: the text as it was, where it's changed. */
  ask: (text: string, before?: string) => Promise<boolean> | true;
  /** The question, while it's asked. */
  question: ReactNode;
}

export function useAsking(channel: string, act: string): Asking {
  const [asked, setAsked] = useState<Asked | null>(null);
  const busy = useRef(false);
  const ask = (text: string, before?: string) => {
    if (!MAY_BE_WIDE.test(text)) return true;
    return busy.current ? Promise.resolve(false) : look(text, before);
  };
  const look = async (text: string, before?: string): Promise<boolean> => {
    busy.current = true;
    try {
      const { question } = await import("./reach");
      const reach = await question(channel, text, before);
      return reach === false || (await new Promise((answer) => setAsked({ reach, answer })));
    } finally {
      busy.current = false;
      setAsked(null);
    }
  };
  const question = asked && (
    <Suspense>
      <Reaching reach={asked.reach} act={act} onAnswer={asked.answer} />
    </Suspense>
  );
  return { ask, question };
}
