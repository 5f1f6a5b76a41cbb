/** Saying a message again in another conversation, with a word of one's own. */
import { type FormEvent, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { Refused, request } from "../../api/request";
import type { Message } from "../../api/types";
import { openDirect } from "../../state/channels";
import { send } from "../../state/outbox";
import { useWorld, world } from "../../state/world";
import { forward as t } from "../../texts/en/forward";
import { general } from "../../texts/en/general";
import { bare } from "../../texts/language";
import { Banner } from "../../ui/Banner";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { TextArea } from "../../ui/Field";
import { toast } from "../../ui/Toast";
import { addressOf } from "../addresses";
import { useAttempt } from "../attempt";
import { textOf } from "../quote/Quote";
import styles from "./Forward.module.css";
import { quoted } from "./quoted";
import { type Target, TargetPicker } from "./TargetPicker";

/** What its place is called where it goes: a private one keeps its name. */
function calledThere(channel: string): string {
  const about = world.places.get(channel)?.channel;
  if (!about) return t("inSomeChannel");
  return about.kind === "public" ? bare(t("inChannel", { channel: about.name })) : t("inPrivate");
}

export function Forward({ message, onClose }: { message: Message; onClose: () => void }) {
  const [to, setTo] = useState<Target | null>(null);
  const [comment, setComment] = useState("");
  const [, go] = useLocation();
  const attempt = useAttempt();
  const author = useWorld((it) => it.people.get(message.author)?.name ?? general("somebodyWithin"));
  const shown = useMemo(() => textOf(message), [message]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!to) return;
    void attempt.run(async () => {
      // As it is now, and only if one may read it now.
      const now = await request<Message>("GET", `/channels/${message.channel}/messages/${message.id}`);
      if (now.deleted_at) throw new Refused("gone", t("gone"));
      const channel = to.kind === "person" ? await openDirect([to.id]) : to.id;
      const link = `${location.origin}${addressOf(now)}`;
      void send(channel, null, quoted(now, comment, { author, where: calledThere(now.channel), link }), []);
      onClose();
      toast(t("done", { place: `${to.kind === "channel" ? "#" : ""}${to.name}` }), {
        label: general("show"),
        run: () => go(`/c/${channel}`),
      });
    });
  };
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <form onSubmit={submit} className={styles.form}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <TargetPicker chosen={to} onChange={setTo} />
        <TextArea label={t("comment")} rows={2} maxLength={8_000} value={comment} onChange={(event) => setComment(event.target.value)} />
        <blockquote className={styles.said}>
          <strong dir="auto">{author}</strong>
          <p dir="auto">{shown}</p>
        </blockquote>
        <p className={styles.note}>
          {t("hint")}
          {message.files.length > 0 && ` ${t("filesStay")}`}
        </p>
        <Actions>
          <Button onClick={onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy} disabled={!to}>
            {t("forward")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
