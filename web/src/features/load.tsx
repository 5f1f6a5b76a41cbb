/** Something read over REST: skeleton while loading, a way to try again when refused, read
 * anew when one comes back to the window. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Refused, request } from "../api/request";
import { general } from "../texts/en/general";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import { Skeleton } from "../ui/Skeleton";

export interface Loaded<Answer> {
  answer: Answer | null;
  refused: Refused | null;
  again: () => void;
  set: (to: Answer) => void;
}

/** What was read less than this ago isn't read again for coming back. */
const FRESH_MS = 5_000;

const get = <Answer,>(path: string) => request<Answer>("GET", path);
const asRefused = (error: unknown) => (error instanceof Refused ? error : new Refused("unavailable", String(error)));

export function useLoad<Answer>(path: string | null, read: (path: string) => Promise<Answer> = get): Loaded<Answer> {
  const [state, setState] = useState<{ path: string | null; answer: Answer | null; refused: Refused | null }>({
    path,
    answer: null,
    refused: null,
  });
  const [round, setRound] = useState(0);
  const at = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    if (path === null) return;
    let gone = false;
    at.current = Date.now();
    read(path).then(
      (answer) => !gone && setState({ path, answer, refused: null }),
      (error: unknown) =>
        !gone &&
        // What is shown already stays: it's older, but it's something.
        setState((before) => (before.path === path && before.answer ? before : { path, answer: null, refused: asRefused(error) })),
    );
    return () => {
      gone = true;
    };
  }, [path, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => {
    const back = () => Date.now() - at.current > FRESH_MS && again();
    addEventListener("focus", back);
    return () => removeEventListener("focus", back);
  }, [again]);
  const set = useCallback((answer: Answer) => setState({ path, answer, refused: null }), [path]);
  const fresh = state.path === path;
  return { answer: fresh ? state.answer : null, refused: fresh ? state.refused : null, again, set };
}

interface Page<Row> {
  rows: readonly Row[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

export interface Pages<Row> extends Loaded<Page<Row>> {
  more: () => Promise<void>;
}

/** A list that comes in pages; `path` has its parameters already. Reading anew keeps as many rows. */
export function usePages<Row>(path: string | null): Pages<Row> {
  const shown = useRef({ path, rows: 0 });
  const pages = useLoad<Page<Row>>(path, async (from) => {
    const least = shown.current.path === from ? shown.current.rows : 0;
    let all = await get<Page<Row>>(from);
    while (all.next && all.rows.length < least) all = await following(from, all);
    shown.current = { path: from, rows: all.rows.length };
    return all;
  });
  const { answer, set } = pages;
  const more = async () => {
    if (!path || !answer?.next) return;
    const all = await following(path, answer);
    shown.current = { path, rows: all.rows.length };
    set(all);
  };
  return { ...pages, more };
}

async function following<Row>(path: string, so: Page<Row>): Promise<Page<Row>> {
  const page = await get<Page<Row>>(`${path}&after=${encodeURIComponent(so.next ?? "")}`);
  return { ...page, rows: [...so.rows, ...page.rows] };
}

/** The end of a list that goes on. */
export function More<Row>({ of }: { of: Pages<Row> }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  if (!of.answer?.next) return null;
  const more = async () => {
    setBusy(true);
    setProblem("");
    await of.more().catch((error: unknown) => setProblem(asRefused(error).detail));
    setBusy(false);
  };
  return (
    <>
      {problem && <Banner tone="danger">{problem}</Banner>}
      <Button wide busy={busy} onClick={() => void more()}>
        {general("showMore")}
      </Button>
    </>
  );
}

export function Load<Answer>({ from, children }: { from: Loaded<Answer>; children: (answer: Answer) => ReactNode }) {
  if (from.answer) return children(from.answer);
  if (!from.refused) return <Skeleton rows={4} />;
  const action =
    from.refused.status === 401 ? <a href="/signin">{general("signIn")}</a> : <Button onClick={from.again}>{general("tryAgain")}</Button>;
  return (
    <Banner tone="danger" action={action}>
      {from.refused.status === 401 ? general("signedOut") : from.refused.detail}
    </Banner>
  );
}
