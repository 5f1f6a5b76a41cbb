/** Asks once before a message is deleted for everyone. */
import { useState } from "react";
import type { Message } from "../../api/types";
import { remove } from "../../state/conversations";
import { Button } from "../../ui/Button";
import style from "./MessageRow.module.css";

export function Confirm({ message, onDone }: { message: Message; onDone: () => void }) {
  const [problem, setProblem] = useState("");
  return (
    <div className={style.editor}>
      <p role={problem ? "alert" : undefined}>{problem || "Delete this message for everyone?"}</p>
      <Button look="danger" autoFocus onClick={() => remove(message).then(onDone, (error: Error) => setProblem(error.message))}>
        Delete message
      </Button>{" "}
      <Button onClick={onDone}>Keep</Button>
    </div>
  );
}
