/** The list of conversations: unread in bold with a dot, mentions as a count. */
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { Refused, request } from "../../api/request";
import type { Channel } from "../../api/types";
import { unread } from "../../state/live";
import { summarise } from "../../state/session";
import { listOf, type Place, useWorld } from "../../state/world";
import { Button } from "../../ui/Button";
import { titleOf } from "../conversation/Conversation";
import styles from "./Sidebar.module.css";

const byName = (a: Place, b: Place) => a.channel.name.localeCompare(b.channel.name);
const isDirect = (place: Place) => place.channel.kind === "dm" || place.channel.kind === "group";
const channels = listOf((world) => [...world.places.values()].filter((it) => !isDirect(it) && !it.channel.archived).sort(byName));
const direct = listOf((world) => [...world.places.values()].filter(isDirect).sort((a, b) => (a.channel.id < b.channel.id ? 1 : -1)));

export function Sidebar({ open }: { open: string | null }) {
  const workspace = useWorld((world) => world.workspace);
  const role = useWorld((world) => world.role);
  const rooms = useWorld(channels);
  const talks = useWorld(direct);
  return (
    <nav className={styles.sidebar} aria-label="Conversations">
      <h2 className={styles.workspace}>{workspace?.name}</h2>
      <Section title="Channels" places={rooms} open={open} />
      {role !== "guest" && <NewChannel />}
      <Section title="Direct messages" places={talks} open={open} />
      <NewDirect />
      <p className={styles.links}>
        <Link href="/account/profile">Account</Link>
        {(role === "admin" || role === "owner") && <Link href="/admin/invites">Invite and manage</Link>}
      </p>
    </nav>
  );
}

function Section({ title, places, open }: { title: string; places: readonly Place[]; open: string | null }) {
  return (
    <section aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {places.length === 0 && <p className={styles.none}>None yet.</p>}
      <ul className={styles.list}>
        {places.map((place) => (
          <Row key={place.channel.id} place={place} open={open === place.channel.id} />
        ))}
      </ul>
    </section>
  );
}

function Row({ place, open }: { place: Place; open: boolean }) {
  const me = useWorld((world) => world.account?.id ?? "");
  const people = useWorld((world) => world.people);
  const fresh = unread(place);
  const forMe = isDirect(place) ? fresh : place.mentions.length;
  return (
    <li>
      <Link href={`/c/${place.channel.id}`} className={styles.row} aria-current={open ? "page" : undefined} data-unread={fresh > 0}>
        <span className={styles.name}>{titleOf(place, me, (user) => people.get(user)?.name ?? "somebody")}</span>
        {forMe > 0 ? (
          <span className={styles.count}>
            {forMe}
            <span className="visually-hidden"> for you</span>
          </span>
        ) : (
          fresh > 0 && <span className={styles.dot} role="img" aria-label="unread" />
        )}
      </Link>
    </li>
  );
}

function NewChannel() {
  const [name, setName] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const [, go] = useLocation();
  const workspace = useWorld((world) => world.workspace?.id);
  if (name === null) {
    return (
      <Button look="quiet" onClick={() => setName("")}>
        Add a channel
      </Button>
    );
  }
  const make = async () => {
    try {
      const made = await request<Channel>("POST", `/workspaces/${workspace}/channels`, { kind: "public", name });
      await summarise(made.id);
      setName(null);
      go(`/c/${made.id}`);
    } catch (error) {
      setProblem(error instanceof Refused ? error.detail : String(error));
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <label>
        Channel name
        {/* biome-ignore lint/a11y/noAutofocus: the form was just asked for; focus belongs in it */}
        <input autoFocus value={name} onChange={(event) => setName(event.target.value)} aria-invalid={problem ? true : undefined} />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <Button type="submit" look="primary">
        Create channel
      </Button>
      <Button onClick={() => setName(null)}>Cancel</Button>
    </form>
  );
}

const colleagues = listOf((world) => [...world.people.values()].filter((it) => it.active).sort((a, b) => a.name.localeCompare(b.name)));

function NewDirect() {
  const people = useWorld(colleagues);
  const workspace = useWorld((world) => world.workspace?.id);
  const [, go] = useLocation();
  const open = async (user: string) => {
    const channel = await request<Channel>("POST", `/workspaces/${workspace}/direct`, { people: [user] });
    await summarise(channel.id);
    go(`/c/${channel.id}`);
  };
  return (
    <label className={styles.form}>
      Write to
      <select value="" onChange={(event) => void open(event.target.value)}>
        <option value="">Choose a person</option>
        {people.map((person) => (
          <option key={person.user} value={person.user}>
            {person.name}
          </option>
        ))}
      </select>
    </label>
  );
}
