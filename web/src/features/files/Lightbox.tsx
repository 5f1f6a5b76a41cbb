/** A picture as large as the window, closer if one wants, and its neighbours by the arrows. */
import { ChevronLeft, ChevronRight, Download, MessageSquareText, X, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { File } from "../../api/types";
import { refresh, useLink } from "../../state/links";
import { files as t } from "../../texts/en/files";
import { general } from "../../texts/en/general";
import { IconButton } from "../../ui/Button";
import { rowKeys } from "../../ui/direction";
import style from "./Lightbox.module.css";
import { save } from "./save";
import { useZoom } from "./zoom";

interface Props {
  files: readonly File[];
  at: number;
  onAt: (at: number) => void;
  onClose: () => void;
  /** Leads to the message that carries it. */
  onGo?: ((at: number) => void) | undefined;
}

export default function Lightbox({ files, at, onAt, onClose, onGo }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const file = files[at];
  const zoom = useZoom(file?.id);
  const many = files.length > 1;
  const step = (by: number) => onAt((at + by + files.length) % files.length);
  useLayoutEffect(() => {
    const from = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    shown?.focus();
    return () => {
      // While it's open, nothing behind it can have the focus.
      shown?.close();
      if (from instanceof HTMLElement) from.focus({ preventScroll: true });
    };
  }, []);
  useAhead(files[at + 1]?.id ?? null);
  useAhead(files[at - 1]?.id ?? null);
  if (!file) return null;

  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = rowKeys()[event.key];
    const edge = { Home: 0, End: files.length - 1 }[event.key];
    if (zoom.key(event.key)) event.preventDefault();
    else if (by && many) step(by);
    else if (edge !== undefined) onAt(edge);
    else if (event.key !== "Escape") return;
    // What is behind it has keys of its own.
    event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={style.lightbox}
      aria-label={file.alt || file.name}
      onKeyDown={keys}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={style.bar}>
        <div className={style.words} aria-live="polite">
          <span className={style.name}>
            <span dir="auto">{file.name}</span>
            {many && ` ${t("position", { at: at + 1, count: files.length })}`}
          </span>
          {file.alt && (
            <span className={style.alt} dir="auto">
              {file.alt}
            </span>
          )}
        </div>
        {/* Not `disabled`: the keys would go with the focus. */}
        <IconButton label={t("smaller")} icon={<ZoomOut size={18} />} aria-disabled={zoom.scale <= 1} onClick={zoom.out} />
        <IconButton label={t("larger")} icon={<ZoomIn size={18} />} aria-disabled={zoom.scale >= zoom.most} onClick={zoom.in} />
        {onGo && <IconButton label={t("showInConversation")} icon={<MessageSquareText size={18} />} onClick={() => onGo(at)} />}
        <IconButton label={t("download", { file: file.name })} icon={<Download size={18} />} onClick={() => void save(file)} />
        <IconButton label={general("close")} icon={<X size={18} />} onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a second way to close, beside Escape and the button */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it */}
      <div
        ref={zoom.stage}
        className={style.stage}
        data-close={zoom.scale > 1 || undefined}
        {...zoom.gestures(many ? step : undefined)}
        onClick={(event) => event.target === event.currentTarget && !zoom.moved() && onClose()}
      >
        {many && <IconButton label={t("previous")} icon={<ChevronLeft size={24} />} onClick={() => step(-1)} />}
        <Large key={file.id} file={file} transform={zoom.transform} />
        {many && <IconButton label={t("next")} icon={<ChevronRight size={24} />} onClick={() => step(1)} />}
      </div>
    </dialog>
  );
}

function Large({ file, transform }: { file: File; transform: string }) {
  const url = useLink(file.id);
  const [renewed, setRenewed] = useState(false);
  return (
    <img
      className={style.large}
      src={url ?? file.image?.placeholder}
      alt={file.alt || file.name}
      style={
        file.image ? { transform, inlineSize: file.image.width, aspectRatio: `${file.image.width} / ${file.image.height}` } : { transform }
      }
      draggable={false}
      onError={() => {
        if (renewed) return;
        setRenewed(true);
        refresh(file.id);
      }}
    />
  );
}

/** Fetches a neighbour before it's asked for. */
function useAhead(file: string | null) {
  const url = useLink(file);
  useEffect(() => {
    if (url) new Image().src = url;
  }, [url]);
}
