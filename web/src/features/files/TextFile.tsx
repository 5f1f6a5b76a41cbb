/** A text file in a message: its first lines, and more of it in a dialog. */
import { Copy, Download, Maximize2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { File } from "../../api/types";
import { type Excerpt, excerptOf } from "../../state/excerpt";
import { files as t } from "../../texts/en/files";
import { general } from "../../texts/en/general";
import { isolated } from "../../texts/language";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Skeleton";
import { toast } from "../../ui/Toast";
import { useColours } from "../conversation/Code";
import { languageOf } from "./kinds";
import { save } from "./save";
import { sizeText } from "./size";
import style from "./TextFile.module.css";

/** What the first lines are taken from. */
const GLIMPSE_BYTES = 2_048;
const LINES = 6;
/** What the dialog shows at most. */
const SHOWN_BYTES = 64_000;

function useExcerpt(file: File, most: number): { excerpt: Excerpt | null; problem: string } {
  const [state, setState] = useState<{ excerpt: Excerpt | null; problem: string }>({ excerpt: null, problem: "" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file never changes under its id
  useEffect(() => {
    let gone = false;
    excerptOf(file, most).then(
      (excerpt) => !gone && setState({ excerpt, problem: "" }),
      (error: unknown) => !gone && setState({ excerpt: null, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      gone = true;
    };
  }, [file.id, most]);
  return state;
}

/** The first lines, in a place that has its height before they come. */
export default function TextFile({ file }: { file: File }) {
  const { excerpt, problem } = useExcerpt(file, GLIMPSE_BYTES);
  const [open, setOpen] = useState(false);
  const lines = excerpt?.text.split("\n").slice(0, LINES).join("\n") ?? "";
  const shown = useColours(lines, languageOf(file.name));
  return (
    <>
      <div className={style.glimpse} dir="auto">
        {/* For the eyes only: whoever listens opens it, and isn't read code in passing. */}
        <pre className={style.lines} aria-hidden>
          {problem || shown}
        </pre>
        <button
          type="button"
          className={style.more}
          aria-label={t("readFile", { file: file.name })}
          data-tip={t("readIt")}
          onClick={() => setOpen(true)}
        >
          <Maximize2 size={14} aria-hidden />
        </button>
      </div>
      {open && <TextViewer file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

/** As much of it as one reads in a chat. */
export function TextViewer({ file, onClose }: { file: File; onClose: () => void }) {
  const { excerpt, problem } = useExcerpt(file, SHOWN_BYTES);
  const shown = useColours(excerpt?.text ?? "", languageOf(file.name));
  const copy = () =>
    navigator.clipboard?.writeText(excerpt?.text ?? "").then(
      () => toast(excerpt?.cut ? t("shownCopied") : general("copied")),
      () => toast(general("noCopy")),
    );
  return (
    <Dialog title={isolated(file.name)} wide onClose={onClose}>
      {problem && <p role="alert">{t("problem", { problem })}</p>}
      {!excerpt && !problem && <Skeleton rows={6} label={t("loadingFile")} />}
      {excerpt && (
        <pre className={style.text} dir="auto" tabIndex={0} aria-label={t("textOf", { file: file.name })} role="region">
          <code>{shown}</code>
        </pre>
      )}
      {excerpt?.cut && <p className={style.quiet}>{t("firstOf", { shown: sizeText(SHOWN_BYTES), size: sizeText(file.size) })}</p>}
      <Actions>
        <Button disabled={!excerpt} onClick={() => void copy()}>
          <Copy size={16} /> {general("copy")}
        </Button>
        <Button onClick={() => void save(file)}>
          <Download size={16} /> {t("downloadIt")}
        </Button>
      </Actions>
    </Dialog>
  );
}
