/** Where the day is spent: the sidebar, a conversation, and beside it a thread. */
import { useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation, useSearchParams } from "wouter";
import { Refused } from "../api/request";
import { Conversation } from "../features/conversation/Conversation";
import { Thread } from "../features/conversation/Thread";
import { Sidebar } from "../features/sidebar/Sidebar";
import { reconnect, start, stop } from "../state/session";
import { useWorld } from "../state/world";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { Skeleton } from "../ui/Skeleton";
import styles from "./Home.module.css";
import { paths } from "./paths";

/** A drop shorter than this isn't worth a word. */
const QUIET_MS = 5_000;

export function Home() {
  const [, go] = useLocation();
  const [problem, setProblem] = useState("");
  const [round, setRound] = useState(0);
  const loaded = useWorld((world) => world.loaded);
  const first = useWorld((world) => world.workspace?.default_channel);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round tries again
  useEffect(() => {
    setProblem("");
    start().catch((error: unknown) => {
      if (error instanceof Refused && error.status === 401) go(paths.signin, { replace: true });
      else setProblem(error instanceof Error ? error.message : String(error));
    });
    return stop;
  }, [round, go]);
  if (problem) {
    return (
      <EmptyState title="Workloop can't be reached" action={<Button onClick={() => setRound(round + 1)}>Try again</Button>}>
        {problem}
      </EmptyState>
    );
  }
  if (!loaded) return <Skeleton rows={8} />;
  return (
    <div className={styles.frame}>
      <Link />
      <Switch>
        <Route path="/c/:channel">{({ channel }) => <Place channel={channel} thread={null} />}</Route>
        <Route path="/c/:channel/t/:thread">{({ channel, thread }) => <Place channel={channel} thread={thread} />}</Route>
        <Route path="/">
          <div className={styles.panes} data-at="home">
            <Sidebar open={null} />
            {first && <Wide to={paths.channel(first)} />}
          </div>
        </Route>
        <Route>
          <Redirect to={paths.home} replace />
        </Route>
      </Switch>
    </div>
  );
}

/** On a wide screen there's always a conversation open; on a phone the list comes first. */
function Wide({ to }: { to: string }) {
  return matchMedia("(min-width: 720px)").matches ? <Redirect to={to} replace /> : null;
}

function Place({ channel, thread }: { channel: string; thread: string | null }) {
  const [, go] = useLocation();
  const [query] = useSearchParams();
  const at = Number(query.get("at")) || null;
  return (
    <div className={styles.panes} data-at={thread ? "thread" : "channel"}>
      <Sidebar open={channel} />
      <main className={styles.main}>
        <Conversation
          channel={channel}
          at={thread ? null : at}
          before={
            <Button className={styles.back} onClick={() => go(paths.home)}>
              Back
            </Button>
          }
        />
      </main>
      {thread && (
        <div className={styles.side}>
          <Thread channel={channel} root={thread} at={at} onClose={() => go(paths.channel(channel))} />
        </div>
      )}
    </div>
  );
}

/** Says when the connection is gone for longer than a blink, and that nothing is lost. */
function Link() {
  const link = useWorld((world) => world.link);
  const waiting = useWorld((world) => world.outbox.length);
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (link.is === "signed-out")
    return (
      <Banner tone="danger" action={<a href={paths.signin}>Sign in</a>}>
        Your session ended. Drafts are safe on this device.
      </Banner>
    );
  if (link.is === "open") return null;
  const kept = waiting === 0 ? "" : waiting === 1 ? " 1 message is waiting." : ` ${waiting} messages are waiting.`;
  if (!navigator.onLine) return <Banner tone="warning">{`You're offline.${kept}`}</Banner>;
  if (Date.now() - link.since < QUIET_MS) return null;
  return (
    <Banner tone="warning" action={<Button onClick={reconnect}>Retry now</Button>}>
      {`Reconnecting. Messages you send are kept and go out when the connection returns.${kept}`}
    </Banner>
  );
}
