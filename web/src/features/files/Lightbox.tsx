/** A picture as large as the window, and its neighbours by the arrows. */
import { ChevronLeft, ChevronRight, Download, X } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import type { File } from "../../api/types";
import { useLink } from "../../state/links";
import { IconButton } from "../../ui/Button";
import { save } from "./Attachments";
import style from "./Files.module.css";

interface Props {
  files: readonly File[];
  at: number;
  onAt: (at: number) => void;
  onClose: () => void;
}

export default function Lightbox({ files, at, onAt, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const file = files[at];
  const url = useLink(file?.id ?? null);
  useLayoutEffect(() => {
    const from = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      // While it's open, nothing behind it can have the focus.
      shown?.close();
      if (from instanceof HTMLElement) from.focus({ preventScroll: true });
    };
  }, []);
  if (!file) return null;
  const step = (by: number) => onAt((at + by + files.length) % files.length);
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key !== "Escape" && !by) return;
    event.stopPropagation();
    if (by) step(by);
  };
  return (
    <dialog
      ref={dialog}
      className={style.lightbox}
      aria-label={file.alt || file.name}
      onKeyDown={keys}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={style.bar}>
        <span className={style.name}>
          {file.name}
          {files.length > 1 ? ` (${at + 1} of ${files.length})` : ""}
        </span>
        <IconButton label={`Download ${file.name}`} icon={<Download size={18} />} onClick={() => void save(file)} />
        <IconButton label="Close" icon={<X size={18} />} onClick={onClose} />
      </header>
      <div className={style.stage}>
        {files.length > 1 && <IconButton label="Previous" icon={<ChevronLeft size={24} />} onClick={() => step(-1)} />}
        <img className={style.large} src={url ?? file.image?.placeholder} alt={file.alt || file.name} />
        {files.length > 1 && <IconButton label="Next" icon={<ChevronRight size={24} />} onClick={() => step(1)} />}
      </div>
    </dialog>
  );
}
