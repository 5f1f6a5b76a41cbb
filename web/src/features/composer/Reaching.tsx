/** Asks whether so many are meant, with the answer at hand for the keyboard. */
import { useEffect, useRef } from "react";

import { general } from "../../texts/en/general";
import { reach as t } from "../../texts/en/reach";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import type { Reach } from "./reach";

interface Props {
  /** Null: it can't be told. */
  reach: Reach | null;
  act: string;
  onAnswer: (yes: boolean) => void;
}

export default function Reaching({ reach, act, onAnswer }: Props) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const { people = 0, more = false, zones = 0 } = reach ?? {};
  const words = !reach ? t("unknown") : more ? t("more", { people }) : zones > 1 ? t("zones", { people, zones }) : t("people", { people });
  return (
    <Dialog title={t("title")} onClose={() => onAnswer(false)}>
      <p>{words}</p>
      <Actions>
        <Button onClick={() => onAnswer(false)}>{general("cancel")}</Button>
        <Button ref={yes} look="primary" onClick={() => onAnswer(true)}>
          {act}
        </Button>
      </Actions>
    </Dialog>
  );
}
