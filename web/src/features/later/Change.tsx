/** Another text or time for something planned. */
import { useState } from "react";
import type { Planned } from "../../api/types";
import { replan } from "../../state/planned";
import { general } from "../../texts/en/general";
import { later as t } from "../../texts/en/later";
import { TextArea } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { decode, encode } from "../composer/completion";
import { PickTime } from "./PickTime";
import { spoken } from "./times";

export function Change({ planned, onClose }: { planned: Planned; onClose: () => void }) {
  const sends = planned.action === "send";
  const [text, setText] = useState(() => (sends ? decode(planned.text) : planned.text));
  const then = new Date(planned.due_at / 1_000);
  const pick = async (due: Date) => {
    const written = sends ? encode(text).trim() : text.trim();
    await replan(planned.id, { due, ...(written === planned.text ? {} : { text: written }) });
    toast(t(sends ? "willBeSent" : "willBeReminded", { when: spoken(due) }));
  };
  return (
    <PickTime
      title={sends ? t("changeMessage") : t("changeReminder")}
      act={general("save")}
      {...(then > new Date() ? { first: then } : {})}
      onPick={pick}
      onClose={onClose}
    >
      <TextArea
        label={sends ? t("message") : t("note")}
        maxLength={sends ? 16_000 : 1_000}
        required={sends || !planned.message}
        rows={4}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </PickTime>
  );
}
