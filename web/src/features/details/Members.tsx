/** Who is in a conversation; adding and removing them. */
import { UserMinus, UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import type { Member } from "../../api/types";
import { addPeople, openDirect, removePerson } from "../../state/channels";
import { type Place, useWorld } from "../../state/world";
import { details as t } from "../../texts/en/details";
import { general } from "../../texts/en/general";
import { byName, isolated } from "../../texts/language";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Row } from "../../ui/Page";
import { useAttempt } from "../attempt";
import { Load, More, usePages } from "../load";
import { Face } from "../people/Face";
import { PeoplePicker } from "../people/PeoplePicker";
import { isDirect } from "../places";
import { StatusMark } from "../status/StatusMark";
import styles from "./Details.module.css";

const PAGE = 100;

export function Members({ place }: { place: Place }) {
  const { id, archived, people } = place.channel;
  const direct = isDirect(place);
  const list = usePages<Member>(direct ? null : `/channels/${id}/members?limit=${PAGE}`);
  const [adding, setAdding] = useState(false);
  if (direct) return <List users={people} />;
  return (
    <section className={styles.about} aria-label={t("people")}>
      <header>
        <h3>{t("people")}</h3>
        {!archived && <IconButton label={t("addPeople")} icon={<UserPlus size={16} />} onClick={() => setAdding(true)} />}
      </header>
      <Load from={list}>
        {({ rows }) => {
          const users = rows.filter((it) => it.active).map((it) => it.user);
          return (
            <>
              <List users={users} place={place} onChange={list.again} />
              <More of={list} />
              {adding && <Add channel={id} inside={new Set(users)} onClose={() => setAdding(false)} onDone={list.again} />}
            </>
          );
        }}
      </Load>
    </section>
  );
}

function List({ users, place, onChange }: { users: readonly string[]; place?: Place; onChange?: () => void }) {
  const known = useWorld((world) => world.people);
  const me = useWorld((world) => world.account?.id);
  const role = useWorld((world) => world.role);
  const stays = useWorld((world) => world.workspace?.default_channel === place?.channel.id);
  const attempt = useAttempt();
  const [, go] = useLocation();
  const removes = place && !stays && (role === "admin" || role === "owner" || place.channel.creator === me);
  const name = (user: string) => known.get(user)?.name ?? general("somebodyWithin");
  const sorted = [...users].sort((a, b) => byName(name(a), name(b)));
  return (
    <>
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <ul>
        {sorted.map((user) => (
          <Row
            key={user}
            lead={<Face user={user} size={28} presence />}
            title={
              <button
                type="button"
                className={styles.person}
                onClick={() => void attempt.run(async () => go(`/c/${await openDirect([user])}`))}
              >
                {user === me ? general("you", { name: name(user) }) : isolated(name(user))}
                <StatusMark user={user} />
                <span className="visually-hidden">{t("openDirect")}</span>
              </button>
            }
            note={<span dir="auto">{known.get(user)?.title || `@${known.get(user)?.handle ?? ""}`}</span>}
          >
            {removes && user !== me && (
              <IconButton
                label={t("removeWho", { name: name(user) })}
                icon={<UserMinus size={16} />}
                onClick={() =>
                  void attempt.run(async () => {
                    await removePerson(place.channel.id, user);
                    onChange?.();
                  })
                }
              />
            )}
          </Row>
        ))}
      </ul>
    </>
  );
}

function Add(props: { channel: string; inside: ReadonlySet<string>; onClose: () => void; onDone: () => void }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const attempt = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length === 0) return;
    void attempt.run(async () => {
      await addPeople(props.channel, chosen);
      props.onDone();
      props.onClose();
    });
  };
  return (
    <Dialog title={t("addPeople")} onClose={props.onClose}>
      <form onSubmit={submit} className={styles.edit}>
        {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
        <PeoplePicker label={t("who")} chosen={chosen} onChange={setChosen} without={props.inside} />
        <Actions>
          <Button onClick={props.onClose}>{general("cancel")}</Button>
          <Button type="submit" look="primary" busy={attempt.busy} disabled={chosen.length === 0}>
            {general("add")}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
