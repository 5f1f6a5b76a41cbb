/** Who is writing: at most three by name. */
import { useWorld } from "../../state/world";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { listed } from "../../texts/language";
import style from "./Conversation.module.css";

export function Typing({ conversation }: { conversation: string }) {
  const writing = useWorld((world) => world.typing.get(conversation));
  const people = useWorld((world) => world.people);
  const names = [...(writing?.keys() ?? [])].map((user) => people.get(user)?.name ?? general("somebodyWithin"));
  const text = names.length === 0 ? "" : names.length > 3 ? t("typingMany") : t("typing", { count: names.length, names: listed(names) });
  return (
    <div className={style.typing} aria-live="polite">
      {text}
    </div>
  );
}
