/** A message that asks: its answers to choose from, and how many chose which. */
import { Lock } from "lucide-react";
import { useEffect, useState } from "react";
import type { Message } from "../../api/types";
import { closePoll, learnOwn, ownIn, vote } from "../../state/polls";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { polls as t } from "../../texts/en/polls";
import { listed, number } from "../../texts/language";
import { Button } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import { when } from "../when";
import style from "./Poll.module.css";

interface Props {
  message: Message;
  /** May write here. */
  votes: boolean;
  /** May end it. */
  ends: boolean;
}

/** The longest that a browser waits for. */
const LONGEST_MS = 2 ** 31 - 1;

export default function Poll({ message, votes, ends }: Props) {
  const [mine, setMine] = useState<readonly number[] | null>(null);
  const hidden = useWorld(() => ownIn(message.id));
  const me = useWorld((it) => it.account?.id ?? "");
  useEffect(() => void learnOwn(message), [message]);
  const { poll } = message;
  const closed = useClosed(poll?.closes_at ?? null, poll?.closed_at ?? null);
  if (!poll) return null;
  const told = poll.options.flatMap((it, at) => (it.users.includes(me) ? [at] : []));
  const chosen = mine ?? (poll.anonymous ? hidden : told);
  const choose = async (options: readonly number[]) => {
    setMine(options);
    try {
      await vote(message, options);
    } catch (error) {
      toast((error as Error).message);
    }
    // Another choice may be under way by now.
    setMine((it) => (it === options ? null : it));
  };
  const toggle = (at: number) => {
    if (!poll.multiple) return choose([at]);
    return choose(chosen.includes(at) ? chosen.filter((it) => it !== at) : [...chosen, at].sort((a, b) => a - b));
  };
  const notes = [
    t("voters", { count: poll.voters }),
    poll.multiple ? t("several") : "",
    poll.anonymous ? t("anonymous") : "",
    closed ? t("closed") : poll.closes_at ? t("until", { when: when(poll.closes_at) }) : "",
  ];
  return (
    <fieldset className={style.poll} disabled={closed || !votes} data-closed={closed || undefined}>
      <legend dir="auto">{poll.question}</legend>
      {poll.options.map((option, at) => (
        <label key={option.text} className={style.option} style={{ "--share": share(option.votes, poll.voters) } as object}>
          <input
            type={poll.multiple ? "checkbox" : "radio"}
            name={`poll-${message.id}`}
            checked={chosen.includes(at)}
            onChange={() => void toggle(at)}
          />
          <span className={style.words}>
            <span dir="auto">{option.text}</span>
            {option.users.length > 0 && <Who users={option.users} />}
          </span>
          <span className={style.votes}>
            <span aria-hidden>{number(option.votes)}</span>
            <span className="visually-hidden">{t("votes", { count: option.votes })}</span>
          </span>
        </label>
      ))}
      <div className={style.foot}>
        {closed && <Lock size={14} aria-hidden />}
        <span>{notes.filter(Boolean).join(" · ")}</span>
        {!closed && votes && chosen.length > 0 && (
          <Button look="quiet" onClick={() => void choose([])}>
            {t("takeBack")}
          </Button>
        )}
        {!closed && ends && votes && (
          <Button look="quiet" onClick={() => void closePoll(message).catch((error: Error) => toast(error.message))}>
            {t("end")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

const share = (votes: number, voters: number) => (voters > 0 ? votes / voters : 0);

function Who({ users }: { users: readonly string[] }) {
  const people = useWorld((it) => it.people);
  const me = useWorld((it) => it.account?.id);
  const names = listed(users.map((it) => (it === me ? t("you") : (people.get(it)?.name ?? general("somebodyWithin")))));
  return (
    <small className={style.who} title={names} dir="auto">
      {names}
    </small>
  );
}

/** Whether it's over, by hand or by now. */
function useClosed(closes: number | null, closed: number | null): boolean {
  const left = closes === null ? null : closes / 1_000 - Date.now();
  const [, again] = useState(0);
  useEffect(() => {
    if (left === null || left <= 0) return;
    const timer = setTimeout(() => again((it) => it + 1), Math.min(left + 100, LONGEST_MS));
    return () => clearTimeout(timer);
  }, [left]);
  return closed !== null || (left !== null && left <= 0);
}
