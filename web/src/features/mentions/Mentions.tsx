/** Who named me, where and when, the latest first. */
import { AtSign } from "lucide-react";
import type { ReactNode } from "react";
import type { Message } from "../../api/types";
import { namesMe } from "../../state/live";
import { useWorld, world } from "../../state/world";
import { general } from "../../texts/en/general";
import { lists as t } from "../../texts/en/lists";
import { EmptyState } from "../../ui/EmptyState";
import { Pane } from "../../ui/Pane";
import { Load, More, usePages } from "../load";
import { whereOf } from "../places";
import { Quote } from "../quote/Quote";

export function Mentions({ before }: { before?: ReactNode }) {
  const workspace = useWorld((it) => it.workspace?.id);
  const pages = usePages<Message>(workspace ? `/workspaces/${workspace}/mentions?limit=50` : null);
  const named = useWorld((it) => it.named);
  return (
    <Pane title={t("mentions")} before={before}>
      <Load from={pages}>
        {({ rows }) => {
          const shown = withTold(rows, named);
          return shown.length === 0 ? (
            <EmptyState icon={<AtSign size={28} />} title={t("noMentions")}>
              {t("noMentionsHint")}
            </EmptyState>
          ) : (
            <ul>
              {shown.map((message) => (
                <Entry key={message.id} message={message} />
              ))}
            </ul>
          );
        }}
      </Load>
      <More of={pages} />
    </Pane>
  );
}

/** What the server found with what was told since: newer, edited, deleted. */
function withTold(rows: readonly Message[], told: readonly Message[]): Message[] {
  const all = new Map(rows.map((it) => [it.id, it]));
  for (const it of told) if (it.rev > (all.get(it.id)?.rev ?? 0)) all.set(it.id, it);
  return [...all.values()].filter((it) => namesMe(world, it)).sort((a, b) => b.ts - a.ts);
}

function Entry({ message }: { message: Message }) {
  const where = useWorld((it) => whereOf(it, message.channel));
  return <Quote message={message} about={general(message.thread ? "inThread" : "inPlace", { place: where })} />;
}
