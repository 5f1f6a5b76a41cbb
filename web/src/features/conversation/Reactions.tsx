/** The emoji on a message, counted, and whose they are. */
import { SmilePlus } from "lucide-react";
import type { Message } from "../../api/types";
import { react } from "../../state/conversations";
import { grouped, plainOf, toned, toneOf } from "../../state/tones";
import { useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { listed, number } from "../../texts/language";
import { toast } from "../../ui/Toast";
import { Glyph } from "../emoji/Glyph";
import style from "./MessageRow.module.css";

interface Props {
  message: Message;
  me: string;
  /** In the channel: otherwise one only reads. */
  member: boolean;
  onMore: () => void;
}

export function Reactions({ message, me, member, onMore }: Props) {
  const people = useWorld((world) => world.people);
  const tone = useWorld(toneOf);
  if (message.reactions.length === 0) return null;
  return (
    <div className={style.reactions}>
      {grouped(message.reactions).map(({ emoji, plain, users }) => {
        const names = listed(users.map((user) => (user === me ? t("youWithin") : (people.get(user)?.name ?? general("somebodyWithin")))));
        return (
          <button
            key={plain}
            type="button"
            className={style.reaction}
            aria-pressed={users.includes(me)}
            aria-label={`${emoji} ${number(users.length)}: ${names}`}
            title={names}
            disabled={!member}
            onClick={() =>
              void react(message, mine(message, plain, me) ?? toned(plain, tone)).catch((error: Error) => toast(error.message))
            }
          >
            <span aria-hidden>
              <Glyph emoji={emoji} />
            </span>{" "}
            {number(users.length)}
          </button>
        );
      })}
      {member && (
        <button type="button" className={style.reaction} aria-label={t("addReaction")} onClick={onMore}>
          <SmilePlus size={16} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** What I reacted with, of all tones of an emoji. */
const mine = (message: Message, plain: string, me: string): string | undefined =>
  message.reactions.find((it) => plainOf(it.emoji) === plain && it.users.includes(me))?.emoji;
