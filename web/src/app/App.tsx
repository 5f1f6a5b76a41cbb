/** The root: which page stands at which address. */
import { useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { request } from "../api/request";
import { Account } from "../features/account/Account";
import { Admin } from "../features/admin/Admin";
import { Invite } from "../features/invite/Invite";
import { Setup } from "../features/setup/Setup";
import { Shortcuts } from "../features/shortcuts/Shortcuts";
import { SignIn } from "../features/signin/SignIn";
import { keepAppearance } from "../ui/appearance";
import { Toasts } from "../ui/Toast";
import { Tooltips } from "../ui/Tooltip";
import { Boundary } from "./Boundary";
import { Home } from "./Home";
import { paths } from "./paths";

export function App() {
  const [, go] = useLocation();
  const [fresh, setFresh] = useState(false);
  useEffect(keepAppearance, []);
  useEffect(() => {
    request<{ set_up: boolean }>("GET", "/status").then(
      (status) => setFresh(!status.set_up),
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
          <SignIn onDone={enter} />
        </Route>
        <Route path="/invite/:code">{({ code }) => <Invite code={code} onDone={enter} />}</Route>
        <Route path="/account/:page">{({ page }) => <Account page={page} />}</Route>
        <Route path="/admin/:page">{({ page }) => <Admin page={page} />}</Route>
        <Route>
          <Home />
        </Route>
      </Switch>
      <Shortcuts />
      <Toasts />
      <Tooltips />
    </Boundary>
  );
}
