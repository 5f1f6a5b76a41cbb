/** What a message said before it was edited. */
import { useEffect, useState } from "react";
import type { Message } from "../../api/types";
import { revisions } from "../../state/conversations";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { Markdown } from "./Markdown";
import style from "./MessageRow.module.css";
import { fullText } from "./rows";

export function Revisions({ message, onDone }: { message: Message; onDone: () => void }) {
  const [rows, setRows] = useState<readonly { text: string; written_at: number }[] | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let gone = false;
    revisions(message).then(
      (found) => !gone && setRows(found),
      (error: Error) => !gone && setProblem(error.message),
    );
    return () => {
      gone = true;
    };
  }, [message]);
  return (
    <div className={style.history} role="group" aria-label={t("earlier")}>
      {problem && <p role="alert">{problem}</p>}
      {!rows && !problem && <Skeleton rows={1} />}
      {rows?.map((it) => (
        <div key={it.written_at}>
          <p className={style.state}>{fullText(it.written_at)}</p>
          <Markdown text={it.text} />
        </div>
      ))}
      <Button onClick={onDone}>{general("close")}</Button>
    </div>
  );
}
