/** The root: which page stands at which address. */
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { request } from "../api/request";
import { Shortcuts } from "../features/shortcuts/Shortcuts";
import { SignIn } from "../features/signin/SignIn";
import { onLanguage, whichLanguage } from "../texts/language";
import { keepAppearance } from "../ui/appearance";
import { Skeleton } from "../ui/Skeleton";
import { Toasts } from "../ui/Toast";
import { Tooltips } from "../ui/Tooltip";
import { Boundary } from "./Boundary";
import { Inside } from "./Inside";
import { paths } from "./paths";

const Invite = lazy(() => import("../features/invite/Invite").then((it) => ({ default: it.Invite })));
const Reset = lazy(() => import("../features/signin/Reset").then((it) => ({ default: it.Reset })));
const Setup = lazy(() => import("../features/setup/Setup").then((it) => ({ default: it.Setup })));
const Unsubscribe = lazy(() => import("../features/notifications/Unsubscribe").then((it) => ({ default: it.Unsubscribe })));

export function App() {
  const [, go] = useLocation();
  const [fresh, setFresh] = useState(false);
  const [sendsMail, setSendsMail] = useState(false);
  const language = useSyncExternalStore(onLanguage, whichLanguage);
  useEffect(keepAppearance, []);
  useEffect(() => {
    request<{ set_up: boolean; mail: boolean }>("GET", "/status").then(
      (status) => {
        setFresh(!status.set_up);
        setSendsMail(status.mail);
      },
      // The page that is open says so itself when it can't reach the server.
      () => setFresh(false),
    );
  }, []);
  const enter = () => {
    setFresh(false);
    go(paths.home, { replace: true });
  };
  return (
    <Boundary what="Workloop">
      <Suspense fallback={<Skeleton rows={6} />}>
        <Switch>
          <Route path="/setup">
            <Setup onDone={enter} />
          </Route>
          {fresh && (
            <Route>
              <Redirect to={`${paths.setup}${location.search}`} replace />
            </Route>
          )}
          <Route path="/signin">
            <SignIn sendsMail={sendsMail} onDone={enter} />
          </Route>
          <Route path="/reset">
            <Reset />
          </Route>
          <Route path={paths.unsubscribe}>
            <Unsubscribe />
          </Route>
          <Route path="/invite/:code">{({ code }) => <Invite code={code} onDone={enter} />}</Route>
          <Route>
            <Inside language={language} />
          </Route>
        </Switch>
      </Suspense>
      <Shortcuts />
      <Toasts />
      <Tooltips />
    </Boundary>
  );
}
