/** Files on their way: how far each is, and what one may do about it. */
import { FileText, RotateCw, X } from "lucide-react";
import { useState } from "react";
import { describeUpload, retryUpload, type Upload } from "../../state/uploads";
import { useWorld } from "../../state/world";
import { uploads as t } from "../../texts/en/uploads";
import { inLanguage } from "../../texts/language";
import { Button, IconButton } from "../../ui/Button";
import { dirOf } from "../../ui/direction";
import { Ring } from "../../ui/Ring";
import style from "./Files.module.css";
import { sizeText } from "./size";

const percents = inLanguage((it) => new Intl.NumberFormat(it, { style: "percent" }));

export function Tray({ uploads, onRemove }: { uploads: readonly string[]; onRemove?: (key: string) => void }) {
  const all = useWorld((world) => world.uploads);
  const shown = uploads.flatMap((key) => all.get(key) ?? []);
  if (shown.length === 0) return null;
  return (
    <ul className={style.tray} aria-label={t("tray")}>
      {shown.map((it) => (
        <Item key={it.key} upload={it} onRemove={onRemove} />
      ))}
    </ul>
  );
}

function Item({ upload, onRemove }: { upload: Upload; onRemove: ((key: string) => void) | undefined }) {
  const { key, name, size, step, share, problem, preview } = upload;
  const state = step === "sending" ? t("percentSent", { percent: percents().format(share) }) : t(step);
  return (
    <li className={style.item} data-failed={step === "failed" || undefined}>
      {preview ? <img className={style.thumb} src={preview} alt="" /> : <FileText size={24} aria-hidden />}
      <div className={style.about}>
        <span className={style.name} dir="auto">
          {name}
        </span>
        <span className={style.state} role={problem ? "alert" : undefined}>
          {t("note", { size: sizeText(size), state: problem ?? state })}
        </span>
        {onRemove && preview && step !== "failed" && <Words upload={upload} />}
      </div>
      {step !== "ready" && step !== "failed" && (
        <Ring state={step === "sending" ? "progress" : "turning"} value={share} size={20} label={`${name}: ${state}`} />
      )}
      {step === "failed" && onRemove && (
        <IconButton label={t("retry", { file: name })} icon={<RotateCw size={16} />} onClick={() => retryUpload(key)} />
      )}
      {onRemove && (
        <IconButton
          label={t(step === "ready" || step === "failed" ? "remove" : "cancel", { file: name })}
          icon={<X size={16} />}
          onClick={() => onRemove(key)}
        />
      )}
    </li>
  );
}

/** Words for those who can't see the picture. */
function Words({ upload }: { upload: Upload }) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  if (text === null) {
    return (
      <Button look="quiet" onClick={() => setText(upload.alt)}>
        {upload.alt ? t("described", { text: upload.alt }) : t("describe")}
      </Button>
    );
  }
  const save = () =>
    describeUpload(upload.key, text.trim()).then(
      () => setText(null),
      (error: Error) => setProblem(error.message),
    );
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: describing was just asked for; focus belongs in it
        autoFocus
        className={style.words}
        aria-label={t("descriptionOf", { file: upload.name })}
        placeholder={t("descriptionHint")}
        maxLength={1_000}
        dir={dirOf(text)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Enter") void save();
          else setText(null);
        }}
      />
      {problem && <span role="alert">{problem}</span>}
    </>
  );
}
