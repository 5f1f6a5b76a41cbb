/** Where the day is spent: conversations, and what helps to find them. */
import { ArrowLeft, Info, Search as SearchIcon, X } from "lucide-react";
import { lazy, type ReactNode } from "react";
import { Redirect, Route, Switch, useLocation, useSearchParams } from "wouter";
import { Conversation } from "../features/conversation/Conversation";
import { Thread } from "../features/conversation/Thread";
import { useWorld } from "../state/world";
import { app as t } from "../texts/en/app";
import { general } from "../texts/en/general";
import { IconButton } from "../ui/Button";
import { Frame } from "./Frame";
import styles from "./Frame.module.css";
import { paths } from "./paths";

const Activity = lazy(() => import("../features/activity/Activity").then((it) => ({ default: it.Activity })));
const Browse = lazy(() => import("../features/browse/Browse").then((it) => ({ default: it.Browse })));
const Details = lazy(() => import("../features/details/Details").then((it) => ({ default: it.Details })));
const Drafts = lazy(() => import("../features/drafts/Drafts").then((it) => ({ default: it.Drafts })));
const Emojis = lazy(() => import("../features/emoji/Emojis").then((it) => ({ default: it.Emojis })));
const Files = lazy(() => import("../features/files/Files").then((it) => ({ default: it.Files })));
const Saved = lazy(() => import("../features/saved/Saved").then((it) => ({ default: it.Saved })));
const Later = lazy(() => import("../features/later/Later").then((it) => ({ default: it.Later })));
const Search = lazy(() => import("../features/search/Search").then((it) => ({ default: it.Search })));
const Threads = lazy(() => import("../features/threads/Threads").then((it) => ({ default: it.Threads })));

export function Home() {
  const first = useWorld((world) => world.workspace?.default_channel);
  return (
    <Switch>
      <Route path="/c/:channel">{({ channel }) => <Place channel={channel} />}</Route>
      <Route path="/c/:channel/about">{({ channel }) => <Place channel={channel} about />}</Route>
      <Route path="/c/:channel/files">{({ channel }) => <Place channel={channel} files />}</Route>
      <Route path="/c/:channel/t/:thread">{({ channel, thread }) => <Place channel={channel} thread={thread} />}</Route>
      <Route path={paths.threads}>
        <Frame at="main" main={<Threads />} />
      </Route>
      <Route path={paths.drafts}>
        <Frame at="main" main={<Drafts before={<Back />} />} />
      </Route>
      <Route path={paths.activity}>
        <Frame at="main" main={<Activity before={<Back />} />} />
      </Route>
      <Route path={paths.saved}>
        <Frame at="main" main={<Saved before={<Back />} />} />
      </Route>
      <Route path={paths.later}>
        <Frame at="main" main={<Later before={<Back />} />} />
      </Route>
      <Route path={paths.browse}>
        <Frame at="main" main={<Browse before={<Back />} />} />
      </Route>
      <Route path={paths.files}>
        <Frame at="main" main={<Files before={<Back />} />} />
      </Route>
      <Route path={paths.emojis}>
        <Frame at="main" main={<Emojis before={<Back />} />} />
      </Route>
      <Route path="/search">
        <SearchPage />
      </Route>
      <Route path={paths.home}>
        <Frame at="sidebar" main={first && <Wide to={paths.channel(first)} />} />
      </Route>
      <Route path="/mentions">
        <Redirect to={`${paths.activity}?only=mentions`} replace />
      </Route>
      <Route>
        <Redirect to={paths.home} replace />
      </Route>
    </Switch>
  );
}

/** On a wide screen there's always a conversation open; on a phone the list comes first. */
function Wide({ to }: { to: string }) {
  return matchMedia("(min-width: 720px)").matches ? <Redirect to={to} replace /> : null;
}

function Back({ to = paths.home }: { to?: string }) {
  const [, go] = useLocation();
  return <IconButton label={general("back")} className={styles.back} icon={<ArrowLeft size={20} />} onClick={() => go(to)} />;
}

function SearchPage() {
  const [parameters] = useSearchParams();
  const [, go] = useLocation();
  return <Frame at="main" main={<Search query={parameters.get("q") ?? ""} onQuery={(query) => go(paths.search(query))} />} />;
}

function Place({
  channel,
  thread = null,
  about = false,
  files = false,
}: {
  channel: string;
  thread?: string | null;
  about?: boolean;
  files?: boolean;
}) {
  const [, go] = useLocation();
  const [parameters] = useSearchParams();
  const at = Number(parameters.get("at")) || null;
  const query = parameters.get("q");
  const close = () => go(paths.channel(channel));
  let side: ReactNode = null;
  if (thread) side = <Thread channel={channel} root={thread} at={at} onClose={close} />;
  else if (about) side = <Details channel={channel} onClose={close} />;
  else if (files)
    side = (
      <Files
        channel={channel}
        before={<IconButton label={t("backToDetails")} icon={<ArrowLeft size={18} />} onClick={() => go(paths.details(channel))} />}
        after={<IconButton label={t("closeFiles")} icon={<X size={18} />} onClick={close} />}
      />
    );
  else if (query !== null)
    side = (
      <Search
        beside
        query={query}
        onQuery={(next) => go(paths.channel(channel, undefined, next))}
        after={<IconButton label={t("closeSearch")} icon={<X size={18} />} onClick={close} />}
      />
    );
  const tools = (
    <>
      <IconButton label={t("search")} icon={<SearchIcon size={18} />} onClick={() => go(paths.channel(channel, undefined, ""))} />
      <IconButton
        label={t("details")}
        pressed={about}
        icon={<Info size={18} />}
        onClick={() => go(about ? paths.channel(channel) : paths.details(channel))}
      />
    </>
  );
  return (
    <Frame
      open={channel}
      // A hit that was opened is what one came for; an empty search is.
      at={thread || ((about || files) && at === null) || query === "" ? "side" : "main"}
      onCloseSide={close}
      side={side}
      main={<Conversation channel={channel} at={thread ? null : at} before={<Back />} after={tools} />}
    />
  );
}
