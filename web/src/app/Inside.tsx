/** Everything behind the sign-in: begins the live session and keeps it while one looks at
 * one's account or the administration. */
import { lazy, Suspense, useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { isPassing, Refused } from "../api/request";
import { Reminding } from "../features/later/Reminding";
import { start, stop } from "../state/session";
import { app as t } from "../texts/en/app";
import { general } from "../texts/en/general";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { Skeleton } from "../ui/Skeleton";
import { Home } from "./Home";
import { useKeys } from "./keys";
import { paths } from "./paths";
import { Title } from "./Title";

const Account = lazy(() => import("../features/account/Account").then((it) => ({ default: it.Account })));
const Switcher = lazy(() => import("../features/switcher/Switcher").then((it) => ({ default: it.Switcher })));
const Notifying = lazy(() => import("../features/notifications/Notifying"));
const Admin = lazy(() => import("../features/admin/Admin").then((it) => ({ default: it.Admin })));
const Waking = lazy(() => import("../features/push/Waking"));

/** Milliseconds until the next attempt to begin, at most. */
const LONGEST_WAIT = 30_000;

/** `language` counts the languages spoken: what is open is drawn anew for another. */
export function Inside({ language }: { language: number }) {
  const [, go] = useLocation();
  const [problem, setProblem] = useState("");
  const [round, setRound] = useState(0);
  useKeys();
  useEffect(
    () =>
      void import("../state/worker").then(
        (it) => it.keepWorker(),
        () => undefined,
      ),
    [],
  );
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    const again = () => setRound(round + 1);
    start().then(
      () => setProblem(""),
      (error: unknown) => {
        if (error instanceof Refused && error.status === 401) return go(paths.signin, { replace: true });
        // One request that a network's change cut off isn't worth a word.
        if (round > 0 || !isPassing(error)) setProblem(error instanceof Error ? error.message : String(error));
        if (!isPassing(error)) return;
        retry = setTimeout(again, Math.random() * Math.min(LONGEST_WAIT, 500 * 2 ** round));
        addEventListener("online", again);
      },
    );
    return () => {
      clearTimeout(retry);
      removeEventListener("online", again);
      stop();
    };
  }, [round, go]);
  if (problem)
    return (
      <main>
        <EmptyState alone title={t("unreachable")} action={<Button onClick={() => setRound(round + 1)}>{general("tryAgain")}</Button>}>
          {problem}
        </EmptyState>
      </main>
    );
  return (
    <>
      <Suspense fallback={<Skeleton rows={8} />}>
        <Switch>
          <Route path="/account">
            <Redirect to="/account/profile" replace />
          </Route>
          <Route path="/account/:page">{({ page }) => <Account page={page} />}</Route>
          <Route path="/admin">
            <Redirect to="/admin/people" replace />
          </Route>
          <Route path="/admin/:page">{({ page }) => <Admin page={page} />}</Route>
          <Route>
            <Home key={language} />
          </Route>
        </Switch>
      </Suspense>
      <Reminding />
      <Title />
      <Suspense>
        <Switcher />
        <Notifying />
        <Waking language={language} />
      </Suspense>
    </>
  );
}
