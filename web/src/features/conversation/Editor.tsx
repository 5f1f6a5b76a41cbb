/** Changing a message where it stands: names are shown as names, and sent as whom they mean. */
import { useState } from "react";
import type { Message } from "../../api/types";
import { edit } from "../../state/conversations";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { Button } from "../../ui/Button";
import { useAsking } from "../composer/asking";
import { decode, encode } from "../composer/completion";
import { Writing } from "../composer/Writing";
import style from "./MessageRow.module.css";

export function Editor({ message, onDone }: { message: Message; onDone: () => void }) {
  const [text, setText] = useState(() => decode(message.text));
  const [problem, setProblem] = useState("");
  const asking = useAsking(message.channel, general("save"));
  const save = async () => {
    const next = encode(text).trim();
    if (next === message.text) return onDone();
    if (!(await asking.ask(next, message.text))) return;
    edit(message, next).then(onDone, (error: Error) => setProblem(error.message));
  };
  return (
    <div className={style.editor}>
      <Writing text={text} label={t("editMessage")} focus onText={setText} onSend={() => void save()} onEscape={onDone} />
      {problem && <p role="alert">{problem}</p>}
      {asking.question}
      <div className={style.buttons}>
        <Button look="primary" onClick={() => void save()}>
          {general("save")}
        </Button>
        <Button onClick={onDone}>{general("cancel")}</Button>
      </div>
    </div>
  );
}
