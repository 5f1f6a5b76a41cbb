/** Be reminded of a message: when, and what of. */
import { useRef, useState } from "react";
import type { Message } from "../../api/types";
import { newNonce } from "../../state/nonce";
import { plan } from "../../state/planned";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { PickTime } from "./PickTime";
import { spoken } from "./times";

export function RemindMe({ message, onClose }: { message: Message; onClose: () => void }) {
  const [text, setText] = useState("");
  const nonce = useRef(newNonce());
  const pick = async (due: Date) => {
    const { channel, id } = message;
    const planned = await plan(channel, { nonce: nonce.current, action: "remind", message: id, text: text.trim(), due });
    toast(`You'll be reminded ${spoken(new Date(planned.due_at / 1_000))}.`);
  };
  return (
    <PickTime title="Remind me about this" act="Remind me" ready onPick={pick} onClose={onClose}>
      <Field
        label="Note"
        maxLength={1000}
        placeholder="What is to be done"
        hint="Only you see it. It may stay empty."
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </PickTime>
  );
}
