/** Be reminded of a message: when, and what of. */
import { useRef, useState } from "react";
import type { Message } from "../../api/types";
import { newNonce } from "../../state/nonce";
import { plan } from "../../state/planned";
import { later as t } from "../../texts/en/later";
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
    toast(t("willBeReminded", { when: spoken(new Date(planned.due_at / 1_000)) }));
  };
  return (
    <PickTime title={t("remindAbout")} act={t("remindMe")} ready onPick={pick} onClose={onClose}>
      <Field
        label={t("note")}
        maxLength={1000}
        placeholder={t("notePlaceholder")}
        hint={t("noteHint")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </PickTime>
  );
}
