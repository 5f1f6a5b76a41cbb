/** All channels one may join: find, join, open, leave. */
import { Hash, Plus } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import type { Channel } from "../../api/types";
import { leaveChannel } from "../../state/channels";
import { join } from "../../state/session";
import { useWorld } from "../../state/world";
import { browse as t } from "../../texts/en/browse";
import { general } from "../../texts/en/general";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Field } from "../../ui/Field";
import { Row } from "../../ui/Page";
import { Pane } from "../../ui/Pane";
import { useAttempt } from "../attempt";
import { Load, More, usePages } from "../load";
import { plain } from "../plain";
import { NewChannel } from "../sidebar/NewChannel";
import styles from "./Browse.module.css";

interface Listed {
  channel: Channel;
  members: number;
}

const PAGE = 100;

export function Browse({ before }: { before?: ReactNode }) {
  const workspace = useWorld((world) => world.workspace);
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const [archived, setArchived] = useState(false);
  const [wanted] = useSearchParams();
  const [making, setMaking] = useState(wanted.has("new"));
  const [, go] = useLocation();
  const parameters = new URLSearchParams({ limit: String(PAGE), ...(query ? { query } : {}), ...(archived ? { archived: "true" } : {}) });
  const list = usePages<Listed>(workspace ? `/workspaces/${workspace.id}/channels?${parameters}` : null);
  const attempt = useAttempt();
  const create = (
    <Button look="primary" onClick={() => setMaking(true)}>
      <Plus size={16} /> {t("create")}
    </Button>
  );
  const act = (work: () => Promise<void>) =>
    void attempt.run(async () => {
      await work();
      list.again();
    });
  return (
    <Pane title={t("title")} before={before}>
      <div className={styles.tools}>
        <Field label={t("find")} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
        <label className={styles.archived}>
          <input type="checkbox" checked={archived} onChange={(event) => setArchived(event.target.checked)} /> {t("archived")}
        </label>
        {create}
      </div>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <Load from={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon={<Hash size={28} />} title={query ? t("noneCalled", { query }) : archived ? t("noneArchived") : t("none")}>
              {query ? t("noneCalledHint") : t("noneHint")}
            </EmptyState>
          ) : (
            <>
              <ul>
                {rows.map(({ channel, members }) => (
                  <Entry
                    key={channel.id}
                    channel={channel}
                    members={members}
                    stays={channel.id === workspace?.default_channel}
                    open={() => go(`/c/${channel.id}`)}
                    act={act}
                  />
                ))}
              </ul>
              <More of={list} />
            </>
          )
        }
      </Load>
      {making && <NewChannel onClose={() => setMaking(false)} />}
    </Pane>
  );
}

interface EntryProps extends Listed {
  /** Nobody leaves the default channel. */
  stays: boolean;
  open: () => void;
  act: (work: () => Promise<void>) => void;
}

function Entry({ channel, members, stays, open, act }: EntryProps) {
  const joined = useWorld((world) => world.places.has(channel.id));
  const name = <span className="visually-hidden"> {channel.name}</span>;
  const purpose = channel.description || plain(channel.topic);
  const about = (
    <>
      {general("people", { count: members })}
      {purpose && (
        <>
          {" · "}
          <span dir="auto">{purpose}</span>
        </>
      )}
    </>
  );
  return (
    <Row
      lead={<Hash size={18} />}
      title={
        <Link href={`/c/${channel.id}`} dir="auto">
          {channel.name}
        </Link>
      }
      note={about}
    >
      {joined && !stays && (
        <Button look="quiet" onClick={() => act(() => leaveChannel(channel.id))}>
          {t("leave")}
          {name}
        </Button>
      )}
      {!joined && !channel.archived && (
        <Button
          look="primary"
          onClick={() =>
            act(async () => {
              await join(channel.id);
              open();
            })
          }
        >
          {t("join")}
          {name}
        </Button>
      )}
    </Row>
  );
}
