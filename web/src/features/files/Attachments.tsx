/**
 * What a message carries. Every picture has its size before it loads, and every player and
 * text its place, so nothing moves when they come; addresses are signed on demand and
 * renewed once when they have expired.
 */
import { Download, FileText } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { File } from "../../api/types";
import { refresh, useLink } from "../../state/links";
import { files as t } from "../../texts/en/files";
import { IconButton } from "../../ui/Button";
import style from "./Files.module.css";
import { kindOf, typeText } from "./kinds";
import players from "./Player.module.css";
import { fitted, thumbnailFor } from "./pictures";
import { save } from "./save";
import { sizeText } from "./size";
import texts from "./TextFile.module.css";

const Lightbox = lazy(() => import("./Lightbox"));
const Player = lazy(() => import("./Player"));
const TextFile = lazy(() => import("./TextFile"));

export function Attachments({ files }: { files: readonly File[] }) {
  const [shown, setShown] = useState<number | null>(null);
  if (files.length === 0) return null;
  const pictures = files.filter((it) => kindOf(it) === "picture");
  return (
    <div className={style.attachments}>
      {pictures.map((file, index) => (
        <Picture key={file.id} file={file} alone={pictures.length === 1} onOpen={() => setShown(index)} />
      ))}
      {files
        .filter((it) => !pictures.includes(it))
        .map((file) => (
          <Other key={file.id} file={file} />
        ))}
      {shown !== null && (
        <Suspense>
          <Lightbox files={pictures} at={shown} onAt={setShown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </div>
  );
}

function Other({ file }: { file: File }) {
  const kind = kindOf(file);
  if (kind === "video" || kind === "audio")
    return (
      <div className={players.media} data-kind={kind}>
        <div className={players.place} data-kind={kind}>
          <Suspense>
            <Player file={file} kind={kind} />
          </Suspense>
        </div>
        <Line file={file} />
      </div>
    );
  if (kind === "text")
    return (
      <div className={players.media}>
        <Suspense fallback={<div className={texts.glimpse} />}>
          <TextFile file={file} />
        </Suspense>
        <Line file={file} />
      </div>
    );
  return <Card file={file} />;
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

/** Under what is shown: what it is called, how large it is, and a way to have it. */
function Line({ file }: { file: File }) {
  return (
    <div className={players.line}>
      <span dir="auto">{file.name}</span>
      <span>{sizeText(file.size)}</span>
      <IconButton label={t("download", { file: file.name })} icon={<Download size={16} />} onClick={() => void save(file)} />
    </div>
  );
}

function Card({ file }: { file: File }) {
  const gone = file.state === "deleted";
  return (
    <div className={style.card}>
      <FileText size={24} aria-hidden />
      <div className={style.about}>
        <span className={style.name} dir="auto">
          {file.name}
        </span>
        <span className={style.state}>{gone ? t("gone") : t("cardNote", { size: sizeText(file.size), kind: typeText(file) })}</span>
      </div>
      {!gone && <IconButton label={t("download", { file: file.name })} icon={<Download size={18} />} onClick={() => void save(file)} />}
    </div>
  );
}
