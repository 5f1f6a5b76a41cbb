/** One of the workspace's own emoji. */
import { useEffect } from "react";
import { needEmoji } from "../../state/emoji";
import { useLink } from "../../state/links";
import { useWorld } from "../../state/world";
import style from "./Glyph.module.css";

/** Its place is there before its picture is; one that was taken away is its name. */
export default function Custom({ code }: { code: string }) {
  const image = useWorld((it) => it.emoji.get(code.slice(1, -1))?.image);
  const known = useWorld((it) => it.emojiKnown);
  const src = useLink(image ?? null);
  useEffect(() => {
    if (!image) needEmoji();
  }, [image]);
  if (!image && known) return <span className={style.code}>{code}</span>;
  return src ? (
    <img className={style.custom} src={src} alt={code} title={code} draggable={false} />
  ) : (
    <span className={style.custom} role="img" aria-label={code} />
  );
}
