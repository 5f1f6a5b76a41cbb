/**
 * What a message carries. Every picture has its size before it loads, so nothing moves when
 * it comes; addresses are signed on demand and renewed once when they have expired.
 */
import { Download, FileText } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { File } from "../../api/types";
import { downloadLink, refresh, useLink } from "../../state/links";
import { IconButton } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import style from "./Files.module.css";
import { fitted, thumbnailFor } from "./pictures";
import { sizeText } from "./size";

const Lightbox = lazy(() => import("./Lightbox"));

export function Attachments({ files }: { files: readonly File[] }) {
  const [shown, setShown] = useState<number | null>(null);
  if (files.length === 0) return null;
  const pictures = files.filter((it) => it.image && it.state === "ready");
  return (
    <div className={style.attachments}>
      {pictures.map((file, index) => (
        <Picture key={file.id} file={file} alone={pictures.length === 1} onOpen={() => setShown(index)} />
      ))}
      {files
        .filter((it) => !pictures.includes(it))
        .map((file) => (
          <Card key={file.id} file={file} />
        ))}
      {shown !== null && (
        <Suspense>
          <Lightbox files={pictures} at={shown} onAt={setShown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </div>
  );
}

function Picture({ file, alone, onOpen }: { file: File; alone: boolean; onOpen: () => void }) {
  const { width, height } = fitted(file, alone);
  const wanted = thumbnailFor(file, width * devicePixelRatio);
  const url = useLink(file.id, wanted);
  const [renewed, setRenewed] = useState(false);
  const placeholder = file.image?.placeholder;
  return (
    <button type="button" className={style.picture} style={{ inlineSize: width, aspectRatio: `${width} / ${height}` }} onClick={onOpen}>
      {placeholder && <img className={style.placeholder} src={placeholder} alt="" aria-hidden />}
      {url && (
        <img
          className={style.image}
          src={url}
          alt={file.alt || file.name}
          width={width}
          height={height}
          decoding="async"
          onError={() => {
            if (renewed) return;
            setRenewed(true);
            refresh(file.id, wanted);
          }}
        />
      )}
      {!url && <span className="visually-hidden">{file.alt || file.name}</span>}
    </button>
  );
}

function Card({ file }: { file: File }) {
  const gone = file.state === "deleted";
  return (
    <div className={style.card}>
      <FileText size={24} aria-hidden />
      <div className={style.about}>
        <span className={style.name}>{file.name}</span>
        <span className={style.state}>{gone ? "This file was deleted." : `${sizeText(file.size)}, ${file.media_type}`}</span>
      </div>
      {!gone && <IconButton label={`Download ${file.name}`} icon={<Download size={18} />} onClick={() => void save(file)} />}
    </div>
  );
}

/** Saves a file under its own name. */
export async function save(file: File): Promise<void> {
  try {
    const url = await downloadLink(file.id);
    if (!url) return toast("This file isn't there any more.");
    const link = document.createElement("a");
    link.href = url;
    link.download = file.name;
    link.click();
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
  }
}
