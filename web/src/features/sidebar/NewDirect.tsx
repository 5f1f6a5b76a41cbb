/** Starting a direct message: one person, or up to eight. */
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { openDirect } from "../../state/channels";
import { general } from "../../texts/en/general";
import { sidebar as t } from "../../texts/en/sidebar";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { useAttempt } from "../attempt";
import { PeoplePicker } from "../people/PeoplePicker";
import styles from "./Form.module.css";

const MOST_OTHERS = 8;

export function NewDirect({ onClose }: { onClose: () => void }) {
  const [people, setPeople] = useState<readonly string[]>([]);
  const [, go] = useLocation();
  const attempt = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (people.length === 0) return;
    void attempt.run(async () => {
      const id = await openDirect(people);
      onClose();
      go(`/c/${id}`);
    });
  };
  return (
    <Dialog title={t("newDirect")} onClose={onClose}>
      <form onSubmit={submit} className={styles.form}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <PeoplePicker label={t("to")} chosen={people} onChange={setPeople} most={MOST_OTHERS} />
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy} disabled={people.length === 0}>
            {t("openConversation")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
