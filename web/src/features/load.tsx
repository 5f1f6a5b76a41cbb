/** Something read over REST: skeleton while loading, a way to try again when refused. */
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { Refused, request } from "../api/request";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import { Skeleton } from "../ui/Skeleton";

export interface Loaded<Answer> {
  answer: Answer | null;
  refused: Refused | null;
  again: () => void;
  set: (to: Answer) => void;
}

export function useLoad<Answer>(path: string | null): Loaded<Answer> {
  const [state, setState] = useState<{ path: string | null; answer: Answer | null; refused: Refused | null }>({
    path,
    answer: null,
    refused: null,
  });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    if (path === null) return;
    let gone = false;
    request<Answer>("GET", path).then(
      (answer) => !gone && setState({ path, answer, refused: null }),
      (error: unknown) =>
        !gone && setState({ path, answer: null, refused: error instanceof Refused ? error : new Refused("unavailable", String(error)) }),
    );
    return () => {
      gone = true;
    };
  }, [path, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const set = useCallback((answer: Answer) => setState({ path, answer, refused: null }), [path]);
  const fresh = state.path === path;
  return { answer: fresh ? state.answer : null, refused: fresh ? state.refused : null, again, set };
}

export function Load<Answer>({ from, children }: { from: Loaded<Answer>; children: (answer: Answer) => ReactNode }) {
  if (from.answer) return children(from.answer);
  if (!from.refused) return <Skeleton rows={4} />;
  const action = from.refused.status === 401 ? <a href="/signin">Sign in</a> : <Button onClick={from.again}>Try again</Button>;
  return (
    <Banner tone="danger" action={action}>
      {from.refused.status === 401 ? "You are signed out. Your drafts are kept in this browser." : from.refused.detail}
    </Banner>
  );
}
