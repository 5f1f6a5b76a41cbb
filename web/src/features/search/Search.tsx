/** Finding messages: words and filters, the best or the newest first. Opening a hit keeps
 * the list beside the conversation. */
import { SearchX, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Refused, request } from "../../api/request";
import type { Message } from "../../api/types";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { search as t } from "../../texts/en/search";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { dirOf } from "../../ui/direction";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { Skeleton } from "../../ui/Skeleton";
import { Hit } from "./Hit";
import { filtersOf, without } from "./query";
import styles from "./Search.module.css";

interface Found {
  rows: { message: Message; highlights: number[][] }[];
  total: number;
  next: string | null;
}

interface Props {
  query: string;
  onQuery: (query: string) => void;
  before?: ReactNode;
  after?: ReactNode;
  /** Beside a conversation, whose title is the page's. */
  beside?: boolean;
}

export function Search({ query, onQuery, before, after, beside = false }: Props) {
  const [typed, setTyped] = useState(query);
  const [sort, setSort] = useState<"relevance" | "newest">("relevance");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(query), [query]);
  useEffect(() => {
    if (!beside) input.current?.focus();
  }, [beside]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onQuery(typed.trim());
  };
  return (
    <Pane title={t("title")} level={beside ? 2 : 1} before={before} after={after}>
      <form role="search" className={styles.form} onSubmit={submit}>
        <input
          ref={input}
          type="search"
          aria-label={t("field")}
          placeholder={t("placeholder")}
          dir={dirOf(typed)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" look="primary">
          {t("title")}
        </Button>
      </form>
      {query && (
        <div className={styles.tools}>
          {filtersOf(query).map(({ key, value }, index) => (
            <button
              key={`${key}:${value}`}
              type="button"
              className={styles.chip}
              aria-label={t("dropFilter", { filter: `${key}: ${value}` })}
              onClick={() => onQuery(without(query, index))}
            >
              <span dir="auto">
                {key}: {value}
              </span>{" "}
              <X size={14} />
            </button>
          ))}
          <label className={styles.sort}>
            {t("order")}
            <select value={sort} onChange={(event) => setSort(event.target.value as typeof sort)}>
              <option value="relevance">{t("best")}</option>
              <option value="newest">{t("newest")}</option>
            </select>
          </label>
        </div>
      )}
      {query ? <Results key={`${query} ${sort}`} query={query} sort={sort} /> : <Advice />}
    </Pane>
  );
}

function Results({ query, sort }: { query: string; sort: string }) {
  const workspace = useWorld((world) => world.workspace?.id);
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const [, go] = useLocation();
  const ask = (after: string | null) => {
    const parameters = new URLSearchParams({ q: query, sort, limit: "20", ...(after ? { after } : {}) });
    return request<Found>("GET", `/workspaces/${workspace}/search?${parameters}`);
  };
  const failed = (error: unknown) => setProblem(error instanceof Refused ? error.detail : String(error));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    let gone = false;
    setProblem("");
    ask(null).then(
      (page) => !gone && setFound(page),
      (error: unknown) => !gone && failed(error),
    );
    return () => {
      gone = true;
    };
  }, [round, workspace]);
  const more = async () => {
    if (!found?.next) return;
    setBusy(true);
    try {
      const page = await ask(found.next);
      setFound({ ...page, rows: [...found.rows, ...page.rows] });
    } catch (error) {
      failed(error);
    }
    setBusy(false);
  };
  if (problem && !found)
    return (
      <Banner tone="danger" action={<Button onClick={() => setRound(round + 1)}>{general("tryAgain")}</Button>}>
        {problem}
      </Banner>
    );
  if (!found) return <Skeleton rows={5} label={t("searching")} />;
  if (found.rows.length === 0) return <Nothing query={query} />;
  return (
    <>
      <p className={styles.total} role="status">
        {t("count", { count: found.total })}
      </p>
      <ul className={styles.hits} onKeyDown={walk}>
        {found.rows.map(({ message, highlights }) => (
          <Hit
            key={message.id}
            message={message}
            highlights={highlights}
            onOpen={() =>
              go(
                `/c/${message.channel}${message.thread ? `/t/${message.thread}` : ""}?at=${message.seq}${message.thread ? "" : `&q=${encodeURIComponent(query)}`}`,
              )
            }
          />
        ))}
      </ul>
      {problem && <Banner tone="danger">{problem}</Banner>}
      {found.next && (
        <Button wide busy={busy} onClick={() => void more()}>
          {general("showMore")}
        </Button>
      )}
    </>
  );
}

/** Up and Down walk the hits. */
function walk(event: KeyboardEvent<HTMLUListElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  event.preventDefault();
}

function Nothing({ query }: { query: string }) {
  const filters = filtersOf(query);
  return (
    <EmptyState icon={<SearchX size={28} />} title={t("nothing")}>
      {filters.length > 0
        ? t("nothingFits", { filters: filters.map(({ key, value }) => `${key}:${value}`).join(` ${general("or")} `) })
        : t("nothingHint")}
    </EmptyState>
  );
}

function Advice() {
  return (
    <EmptyState title={t("begin")}>
      <p>{t("beginHint")}</p>
      <dl className={styles.advice}>
        {[
          ["from:ada", t("from")],
          ["in:harbour", t("in")],
          ["has:file", t("has")],
          ["after:2026-01-31", t("after")],
        ].map(([filter, meaning]) => (
          <div key={filter}>
            <dt>
              <code dir="ltr">{filter}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}
