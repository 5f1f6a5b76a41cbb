/**
 * What a message's links lead to, in short. What pages say of themselves is anybody's: it is
 * text, and the picture is a copy of our own, whose place is there before it comes.
 */
import { X } from "lucide-react";
import { type MouseEvent, useState } from "react";
import type { Message, Preview } from "../../api/types";
import { refresh, useLink } from "../../state/links";
import { removePreview } from "../../state/previews";
import { previews as t } from "../../texts/en/previews";
import { IconButton } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import style from "./Previews.module.css";

interface Props {
  message: Message;
  /** One may take them off. */
  removable: boolean;
  /** Tab goes into the message's row. */
  open: boolean;
}

export default function Previews({ message, removable, open }: Props) {
  const tabIndex = open ? undefined : -1;
  return message.previews.map((preview) => (
    <div key={preview.url} className={style.card} role="group" aria-label={t("about", { site: preview.site })}>
      <a className={style.page} href={preview.url} target="_blank" rel="noopener noreferrer nofollow" tabIndex={tabIndex}>
        <span className={style.words}>
          <span className={style.site} dir="auto">
            {preview.site}
          </span>
          <span className={style.title} dir="auto">
            {preview.title}
          </span>
          {preview.description && (
            <span className={style.description} dir="auto">
              {preview.description}
            </span>
          )}
        </span>
        {preview.image && <Picture file={preview.image} />}
      </a>
      {removable && (
        <IconButton
          className={style.remove}
          label={t("remove", { page: preview.title })}
          icon={<X size={16} />}
          tabIndex={tabIndex}
          onClick={(event) => void remove(event, message, preview)}
        />
      )}
    </div>
  ));
}

async function remove(event: MouseEvent<HTMLElement>, message: Message, { url }: Preview): Promise<void> {
  const row = event.currentTarget.closest<HTMLElement>("[data-id]");
  await removePreview(message, url).then(
    () => row?.focus({ preventScroll: true }),
    (error: Error) => toast(error.message),
  );
}

function Picture({ file }: { file: NonNullable<Preview["image"]> }) {
  const url = useLink(file.id);
  const [renewed, setRenewed] = useState(false);
  return (
    <span className={style.picture}>
      {file.image && <img className={style.placeholder} src={file.image.placeholder} alt="" />}
      {url && (
        <img
          src={url}
          alt=""
          decoding="async"
          onError={() => {
            if (renewed) return;
            setRenewed(true);
            refresh(file.id);
          }}
        />
      )}
    </span>
  );
}
