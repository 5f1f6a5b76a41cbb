/** Who is writing: at most three by name. */
import { useWorld } from "../../state/world";
import style from "./Conversation.module.css";

export function Typing({ conversation }: { conversation: string }) {
  const writing = useWorld((world) => world.typing.get(conversation));
  const people = useWorld((world) => world.people);
  const names = [...(writing?.keys() ?? [])].map((user) => people.get(user)?.name ?? "somebody");
  const text =
    names.length === 0
      ? ""
      : names.length > 3
        ? "Several people are writing…"
        : `${names.join(", ")} ${names.length === 1 ? "is" : "are"} writing…`;
  return (
    <div className={style.typing} aria-live="polite">
      {text}
    </div>
  );
}
