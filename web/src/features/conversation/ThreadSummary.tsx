/** How many replies a message has, who wrote them, and the way to them. */
import type { Message } from "../../api/types";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { Button } from "../../ui/Button";
import { Face } from "../people/Face";
import style from "./MessageRow.module.css";
import { dayText, timeText } from "./rows";

const FACES = 3;

export function ThreadSummary({ message, onThread }: { message: Message; onThread: (root: Message) => void }) {
  const read = useWorld((world) => world.threads.get(message.id));
  const { replies } = message;
  if (!replies) return null;
  const fresh = read?.following ? Math.max(0, replies.last_seq - read.read_seq) : 0;
  return (
    <div className={style.thread}>
      {replies.people.slice(0, FACES).map((user) => (
        <Face key={user} user={user} size={20} />
      ))}
      <Button look="quiet" onClick={() => onThread(message)}>
        {general("replies", { count: replies.replies })}
      </Button>
      {fresh > 0 && <span className={style.new}>{general("new", { count: fresh })}</span>}
      <span className={style.state}>
        {dayText(replies.last_at)} {timeText(replies.last_at)}
      </span>
    </div>
  );
}
