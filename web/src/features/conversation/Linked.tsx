/** The message that a text links to, for those who may read it; nothing for the others. */
import { useEffect, useMemo } from "react";
import { ask, linkedAt, linkIn } from "../../state/linked";
import { useWorld } from "../../state/world";
import { general } from "../../texts/en/general";
import { whereOf } from "../places";
import { Said } from "../quote/Quote";
import style from "./MessageRow.module.css";

export function Linked({ text }: { text: string }) {
  const spot = useMemo(() => linkIn(text, location.origin), [text]);
  const message = useWorld(() => spot && linkedAt(spot));
  const where = useWorld((world) => spot && whereOf(world, spot.channel));
  useEffect(() => {
    if (spot) void ask(spot);
  }, [spot]);
  if (!message || message.deleted_at || message.kind !== "text") return null;
  return (
    <blockquote className={style.linked}>
      <Said message={message} about={general(message.thread ? "inThread" : "inPlace", { place: where ?? "" })} />
    </blockquote>
  );
}
