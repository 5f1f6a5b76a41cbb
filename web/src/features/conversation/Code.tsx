/** A block of code: plain at once, coloured when its language's grammar has come. */
import { Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { conversation as t } from "../../texts/en/conversation";
import { general } from "../../texts/en/general";
import { IconButton } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import style from "./Markdown.module.css";

/** Longer code stays plain: colouring it would make the page wait. */
const COLOURED_MOST = 20_000;

/** The text in its language's colours once they have come; until then as it is. */
export function useColours(text: string, language: string): ReactNode {
  const [coloured, setColoured] = useState<{ of: string; nodes: ReactNode } | null>(null);
  useEffect(() => {
    if (!language || text.length > COLOURED_MOST) return;
    let gone = false;
    import("./highlight").then(
      async ({ highlight }) => {
        const nodes = await highlight(text, language);
        if (nodes && !gone) setColoured({ of: text, nodes });
      },
      // Out of reach: plain code is still code.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [text, language]);
  return coloured?.of === text ? coloured.nodes : text;
}

export function Code({ text, language }: { text: string; language: string }) {
  const shown = useColours(text, language);
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => toast(t("codeCopied")),
      () => toast(general("noCopy")),
    );
  return (
    <div className={style.block} dir="ltr">
      <pre className={style.code}>
        <code>{shown}</code>
      </pre>
      <span className={style.copy}>
        <IconButton label={t("copyCode")} icon={<Copy size={14} />} onClick={() => void copy()} />
      </span>
    </div>
  );
}
