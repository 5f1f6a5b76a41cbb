/** The workspace's own emoji: looked through, added, taken away. */
import { SmilePlus, Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useDeferredValue, useEffect, useRef, useState } from "react";
import { needEmoji } from "../../state/emoji";
import { addEmoji, removeEmoji } from "../../state/emojichange";
import { emojiOf } from "../../state/emojilist";
import { uploadPicture } from "../../state/picture";
import { listOf, useWorld } from "../../state/world";
import { emojis as t } from "../../texts/en/emojis";
import { general } from "../../texts/en/general";
import { number } from "../../texts/language";
import { Banner } from "../../ui/Banner";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Field } from "../../ui/Field";
import { Row } from "../../ui/Page";
import { Pane } from "../../ui/Pane";
import { Skeleton } from "../../ui/Skeleton";
import { useAttempt } from "../attempt";
import { useDrop } from "../composer/drop";
import { when } from "../when";
import styles from "./Emojis.module.css";
import { Glyph } from "./Glyph";
import { nameFrom } from "./name";

const all = listOf(emojiOf);
/** Rows shown before one asks for more. */
const SHOWN = 100;
const MOST_BYTES = 2 * 1024 * 1024;

export function Emojis({ before }: { before?: ReactNode }) {
  const emoji = useWorld(all);
  const known = useWorld((it) => it.emojiKnown);
  const guest = useWorld((it) => it.role === "guest");
  const [typed, setTyped] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const query = useDeferredValue(typed.trim().toLowerCase().replaceAll(":", ""));
  const attempt = useAttempt();
  useEffect(needEmoji, []);
  const found = emoji.filter((it) => it.name.includes(query));
  return (
    <Pane title={t("title")} before={before}>
      {!guest && <Add />}
      <Field label={t("find")} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      {!known ? (
        <Skeleton rows={4} />
      ) : found.length === 0 ? (
        <EmptyState icon={<SmilePlus size={28} />} title={query ? t("noneCalled", { query }) : t("none")}>
          {!query && !guest && t("noneHint")}
        </EmptyState>
      ) : (
        <>
          <p className={styles.count} role="status">
            {t("count", { count: found.length })}
          </p>
          <ul>
            {found.slice(0, shown).map((it) => (
              <Entry
                key={it.name}
                name={it.name}
                creator={it.creator}
                at={it.created_at}
                onRemove={() => void attempt.run(() => removeEmoji(it.name))}
              />
            ))}
          </ul>
          {found.length > shown && (
            <Button wide onClick={() => setShown(shown + SHOWN)}>
              {general("showMore")}
            </Button>
          )}
        </>
      )}
    </Pane>
  );
}

function Entry({ name, creator, at, onRemove }: { name: string; creator: string; at: number; onRemove: () => void }) {
  const by = useWorld((it) => it.people.get(creator)?.name) ?? general("somebodyWithin");
  const may = useWorld((it) => it.account?.id === creator || it.role === "admin" || it.role === "owner");
  const [asked, setAsked] = useState(false);
  const code = `:${name}:`;
  return (
    <Row
      lead={
        <span className={styles.picture}>
          <Glyph emoji={code} />
        </span>
      }
      title={<span dir="ltr">{code}</span>}
      note={t("addedBy", { name: by, when: when(at) })}
    >
      {may &&
        (asked ? (
          <>
            <Button look="grave" onClick={onRemove}>
              {t("reallyRemove", { code })}
            </Button>
            <Button look="quiet" onClick={() => setAsked(false)}>
              {general("cancel")}
            </Button>
          </>
        ) : (
          <IconButton label={t("remove", { code })} icon={<Trash2 size={16} />} onClick={() => setAsked(true)} />
        ))}
    </Row>
  );
}

/** A picture that is chosen, dropped or pasted, and its name. */
function Add() {
  const [picture, setPicture] = useState<{ file: File; url: string } | null>(null);
  const [name, setName] = useState("");
  const frame = useRef<HTMLFormElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const attempt = useAttempt(["name"]);
  const [added, setAdded] = useState("");
  const take = (files: readonly File[]) => {
    const file = files.find((it) => it.type.startsWith("image/"));
    if (!file) return;
    setPicture({ file, url: URL.createObjectURL(file) });
    if (!name) setName(nameFrom(file.name));
    setAdded("");
    field.current?.focus();
  };
  const dropping = useDrop(frame, ({ files }) => take(files));
  useEffect(() => () => void (picture && URL.revokeObjectURL(picture.url)), [picture]);
  const large = (picture?.file.size ?? 0) > MOST_BYTES;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!picture || large) return chooser.current?.click();
    void attempt.run(async () => {
      const wanted = name.trim().replaceAll(":", "");
      await addEmoji(wanted, await uploadPicture(picture.file));
      setAdded(t("added", { code: `:${wanted}:` }));
      setPicture(null);
      setName("");
    });
  };
  return (
    <form
      ref={frame}
      className={styles.add}
      data-dropping={dropping || undefined}
      onSubmit={submit}
      onPaste={(event) => event.clipboardData.files.length > 0 && take([...event.clipboardData.files])}
    >
      <p className={styles.hint}>{t("hint")}</p>
      <div className={styles.line}>
        <input
          ref={chooser}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp,image/gif"
          aria-label={t("picture")}
          onChange={(event) => {
            take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <button
          type="button"
          className={styles.choose}
          aria-label={picture ? t("changePicture") : t("choosePicture")}
          onClick={() => chooser.current?.click()}
        >
          {picture ? <img src={picture.url} alt="" /> : <SmilePlus size={22} aria-hidden />}
        </button>
        <Field
          ref={field}
          label={t("name")}
          hint={t("nameHint")}
          error={attempt.at("name")}
          autoComplete="off"
          spellCheck={false}
          maxLength={34}
          value={name}
          onChange={(event) => setName(event.target.value.toLowerCase())}
        />
        <Button type="submit" look="primary" busy={attempt.busy} disabled={!picture || large || name.trim() === ""}>
          {t("add")}
        </Button>
      </div>
      {large && <Banner tone="danger">{t("tooLarge", { size: number(MOST_BYTES / 1024 / 1024) })}</Banner>}
      {attempt.message && <Banner tone="danger">{attempt.message}</Banner>}
      <p role="status" className={styles.hint}>
        {added}
      </p>
    </form>
  );
}
