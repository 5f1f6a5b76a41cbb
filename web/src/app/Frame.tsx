/** The frame: sidebar, what is open, and one pane beside it. Narrow screens show one of the
 * three at a time, with tabs below; the history stack is the way back. */
import { House, MessagesSquare, Search, User } from "lucide-react";
import { type CSSProperties, lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { closeProfile, profileIn } from "../features/people/opening";
import { nameOf } from "../features/places";
import { Sidebar } from "../features/sidebar/Sidebar";
import { useWorld } from "../state/world";
import { app as t } from "../texts/en/app";
import { Resizer } from "../ui/Resizer";
import { Skeleton } from "../ui/Skeleton";
import { Boundary } from "./Boundary";
import { Connection } from "./Connection";
import styles from "./Frame.module.css";
import { paths } from "./paths";
import { LIMITS, useWidths } from "./widths";

const Profile = lazy(() => import("../features/people/Profile").then((it) => ({ default: it.Profile })));

/** One pane at a time; the main part still says by its heading where one is. */
const NARROW = matchMedia("(max-width: 719px)");

function watchNarrow(watcher: () => void) {
  NARROW.addEventListener("change", watcher);
  return () => NARROW.removeEventListener("change", watcher);
}

interface Props {
  /** The channel that is open. */
  open?: string | null;
  /** What a narrow screen shows. */
  at: "sidebar" | "main" | "side";
  main: ReactNode;
  side?: ReactNode;
  onCloseSide?: () => void;
}

export function Frame({ open = null, main, ...props }: Props) {
  const [parameters] = useSearchParams();
  const who = profileIn(parameters);
  // Somebody's profile stands before what was beside the page.
  const [at, side, onCloseSide] = who
    ? (["side", <Profile key={who} user={who} onClose={closeProfile} />, closeProfile] as const)
    : [props.at, props.side, props.onCloseSide];
  const loaded = useWorld((world) => world.loaded);
  const narrow = useSyncExternalStore(watchNarrow, () => NARROW.matches);
  const name = useWorld((world) => {
    const place = world.places.get(open ?? "");
    return place ? nameOf(world, place) : t("conversations");
  });
  const [widths, setWidths] = useWidths();
  const size = { "--sidebar": `${widths.sidebar}px`, "--side": `${widths.side}px` } as CSSProperties;
  return (
    <div className={styles.frame}>
      <Connection />
      <div className={styles.panes} data-at={at} style={size}>
        <div className={styles.sidebar} data-pane="sidebar">
          <Boundary what={t("listOfConversations")}>
            {loaded ? <Sidebar open={open} /> : <Skeleton rows={9} label={t("loadingConversations")} />}
          </Boundary>
        </div>
        <main className={styles.main} data-pane="main">
          {narrow && at !== "main" && <h1 className="visually-hidden">{name}</h1>}
          <Resizer
            label={t("sidebarWidth")}
            pane="before"
            value={widths.sidebar}
            {...LIMITS.sidebar}
            onChange={(sidebar) => setWidths({ sidebar })}
          />
          {side && (
            <Resizer label={t("sideWidth")} pane="after" value={widths.side} {...LIMITS.side} onChange={(side) => setWidths({ side })} />
          )}
          <div className={styles.content}>
            <Boundary key={`main ${open}`} what={t("thisPart")}>
              {loaded ? <Suspense fallback={<Skeleton rows={6} />}>{main}</Suspense> : <Skeleton rows={8} label={t("loadingMessages")} />}
            </Boundary>
          </div>
        </main>
        {side && loaded && (
          // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the pane from anywhere inside it
          <div
            className={styles.side}
            data-pane="side"
            onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && !inDialog(event.target) && onCloseSide?.()}
          >
            <Boundary key={`side ${open}`} what={t("thisPane")}>
              <Suspense fallback={<Skeleton rows={6} />}>{side}</Suspense>
            </Boundary>
          </div>
        )}
      </div>
      {!open && <Tabs />}
    </div>
  );
}

/** A dialog above the pane closes first, and by itself. */
const inDialog = (target: EventTarget) => target instanceof Element && target.closest("dialog") !== null;

function Tabs() {
  const [at] = useLocation();
  const tabs = [
    [paths.home, t("home"), House],
    [paths.threads, t("threads"), MessagesSquare],
    [paths.search(), t("search"), Search],
    [paths.account(), t("you"), User],
  ] as const;
  return (
    <nav className={styles.tabs} aria-label={t("places")}>
      {tabs.map(([href, label, Icon]) => (
        <Link key={href} href={href} aria-current={at === href ? "page" : undefined}>
          <Icon size={20} />
          {label}
        </Link>
      ))}
    </nav>
  );
}
